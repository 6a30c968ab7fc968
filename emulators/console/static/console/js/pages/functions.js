// What runs, and what it says.
import { get } from "../api.js";
import { button, h } from "../dom.js";
import { linked } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, pill, section } from "../parts.js";
import { go } from "../router.js";
import { places, tablePage } from "../table_page.js";
import { clockTime } from "../times.js";

const SHOWN_MAX = 4;
const DULL = new Set(["severity", "time", "message", "logger", "stack_trace", "logging.googleapis.com/trace", "logging.googleapis.com/spanId"]);
export const title = "Functions";

export async function show({ main, rest, query, signal }) {
  const { rows } = await get("/functions");
  const chosen = rows.find((one) => one.name === rest[0]) ?? rows.find((one) => one.alarms) ?? rows.find((one) => one.name === "checkout") ?? rows[0];
  const alarms = query.has("alarms");
  const here = `/console/functions/${chosen.name}`;
  tablePage({ main, signal }, {
    title: chosen.name,
    note: chosen.url && h("code", {}, chosen.url),
    path: `/functions/${chosen.name}/log`,
    query: alarms ? { alarms: "yes" } : {},
    services: ["functions"],
    places: places("Programs", rows.map((one) => ({ name: one.name, href: `/console/functions/${one.name}`, count: one.alarms ? `${one.alarms} ✕` : one.lines, note: one.last?.message })), chosen.name),
    tools: button("Errors only", () => go(alarms ? here : `${here}?alarms`), { "aria-pressed": String(alarms) }),
    empty: alarms ? "No errors." : "It has not said anything yet.",
    key: (row) => `${row.at}${JSON.stringify(row.fields)}${row.message}`,
    columns: [
      { title: "Time", class: "when", cell: (row) => h("time", { datetime: row.at }, clockTime(row.at)) },
      { title: "", cell: (row) => (row.is_alarm || row.severity === "WARNING" ? pill(row.severity) : "") },
      { title: "Message", class: "wide log", cell: (row) => [h("strong", {}, row.message), " ", glance(row.fields)] },
    ],
    open: (row) => [
      h("h2", {}, row.message),
      facts({ Time: row.at, Severity: pill(row.severity), Trace: linked(row.fields["logging.googleapis.com/trace"]?.split("/").at(-1) ?? "") }),
      row.fields.stack_trace ? section("Stack trace", h("pre", { tabindex: 0 }, row.fields.stack_trace)) : "",
      section("Fields", jsonView(row.fields)),
    ],
  });
}

const glance = (fields) =>
  Object.entries(fields).filter(([name, value]) => !DULL.has(name) && typeof value !== "object").slice(0, SHOWN_MAX)
    .map(([name, value]) => h("span", { class: "glance" }, h("span", { class: "soft" }, `${name} `), linked(String(value))));
