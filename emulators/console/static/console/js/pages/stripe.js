// The objects of the Stripe twin, by kind.
import { get } from "../api.js";
import { h } from "../dom.js";
import { idLink, linked, short } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, pill, section } from "../parts.js";
import { places, tablePage } from "../table_page.js";
import { money, time } from "../times.js";

const FIRST = "payment_intent";
export const title = "Stripe objects";

export async function show({ main, rest, query, signal }) {
  const { rows } = await get("/stripe/kinds");
  const wanted = rest[0] ? await get(`/stripe/objects/${rest[0]}`).catch(() => null) : null;
  const kind = wanted?.kind ?? query.get("kind") ?? (rows.find((one) => one.kind === FIRST) ?? rows[0])?.kind;
  if (!kind) return main.append(h("p", { class: "nothing" }, "The twin holds nothing yet, or Stripe itself is used."));
  tablePage({ main, signal }, {
    title: kind.replaceAll("_", " "),
    path: `/stripe/kinds/${kind}`,
    services: ["stripe"],
    places: places("Kinds", rows.map((one) => ({ name: one.kind, href: `/console/stripe?kind=${one.kind}`, count: one.objects })), kind),
    selected: wanted?.id,
    key: (row) => row.id,
    columns: [
      { title: "Object", class: "mono", cell: (row) => idLink(row.id, short(row.id)) },
      { title: "Status", cell: (row) => pill(row.status) },
      { title: "Amount", class: "number", cell: (row) => money(row.amount, row.currency) },
      { title: "Created", class: "when", cell: (row) => time(row.created_at) },
    ],
    open: (row) => [
      h("h2", { class: "mono" }, row.kind),
      h("div", { class: "actions" }, h("a", { class: "button", href: `/console/follow/${row.id}` }, "Follow")),
      facts({ Id: linked(row.id), Status: pill(row.status), Amount: money(row.amount, row.currency), Created: row.created_at }),
      section("Object", jsonView(row.object)),
    ],
  });
}
