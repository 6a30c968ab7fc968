// The jobs of the scheduler.
import { post } from "../api.js";
import { button, h } from "../dom.js";
import { jsonView } from "../json_view.js";
import { cloudNow } from "../cloud_time.js";
import { facts, pill, section } from "../parts.js";
import { tablePage } from "../table_page.js";
import { duration, time } from "../times.js";
import { doing } from "../toast.js";

export const title = "Schedules";

export async function show({ main, signal }) {
  const act = async (row, action, done) => {
    await doing(`${row.name}: ${done}`, () => post(`/schedules/${row.name}/${action}`));
    page.soon();
  };
  const page = tablePage({ main, signal }, {
    title,
    note: "By the cloud's clock: advance it, and they run.",
    path: "/schedules",
    services: ["scheduler", "functions"],
    key: (row) => row.name,
    columns: [
      { title: "Job", cell: (row) => h("strong", {}, row.name) },
      { title: "Schedule", class: "mono", cell: (row) => `${row.schedule}` },
      { title: "Next run", class: "when", cell: (row) => time(row.next_at) },
      { title: "in", class: "number", cell: (row) => duration(Math.max(0, Date.parse(row.next_at) - cloudNow())) },
      { title: "Last run", class: "when minor", cell: (row) => time(row.last_attempt_at) },
      { title: "", cell: (row) => (row.last_code === null ? "" : pill(row.last_code ? `failed, code ${row.last_code}` : "done")) },
      { title: "", class: "act", cell: (row) => button("Run now", () => act(row, "run", "begun")) },
    ],
    open: (row) => [
      h("h2", {}, row.name),
      h("div", { class: "actions" }, button("Run now", () => act(row, "run", "begun"), { class: "button main" }), row.state === "PAUSED" ? button("Resume", () => act(row, "resume", "resumed")) : button("Pause", () => act(row, "pause", "paused"))),
      facts({ Schedule: `${row.schedule} (${row.time_zone})`, "Next run": row.next_at, "Last run": row.last_attempt_at, Calls: row.uri, State: pill(row.state) }),
      section("Job", jsonView(row.job)),
    ],
  });
}
