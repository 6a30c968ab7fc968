// The events of the Stripe twin, who was told of them, and telling them again.
import { post } from "../api.js";
import { button, h } from "../dom.js";
import { idLink, linked, short } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, pill, section } from "../parts.js";
import { tablePage } from "../table_page.js";
import { time } from "../times.js";
import { doing } from "../toast.js";

export const title = "Stripe events";

export async function show({ main, rest, signal }) {
  const page = tablePage({ main, signal }, {
    title,
    path: "/stripe/events",
    services: ["stripe"],
    selected: rest[0],
    key: (row) => row.id,
    query: rest[0] ? { words: rest[0] } : {},
    columns: [
      { title: "Created", class: "when", cell: (row) => time(row.created_at) },
      { title: "Type", class: "wide", cell: (row) => h("strong", {}, row.type) },
      { title: "About", class: "mono minor", cell: (row) => (row.about ? idLink(row.about, short(row.about)) : "") },
      { title: "Delivery", cell: (row) => delivery(row) },
    ],
    open: (row) => details(row, page),
  });
}

function delivery(row) {
  const states = Object.values(row.deliveries);
  if (!states.length) return h("span", { class: "soft" }, "nobody asked for it");
  return states.map((state) => pill(state.status === "succeeded" ? "succeeded" : `${state.status}${state.answer ? `, ${state.answer}` : ""}`));
}

function details(row, page) {
  const endpoints = Object.entries(row.deliveries).map(([endpoint, state]) =>
    h("div", { class: "delivery" },
      facts({ Endpoint: linked(endpoint), Status: pill(state.status), "Failed attempts": String(state.attempts), "Last answer": state.answer }),
      button("Send again", () => doing("Sent again", () => post(`/stripe/events/${row.id}/resend/${endpoint}`)).then(() => page.soon())),
    ),
  );
  return [
    h("h2", {}, row.type),
    h("div", { class: "actions" }, h("a", { class: "button", href: `/console/follow/${row.id}` }, "Follow")),
    facts({ Event: linked(row.id), About: linked(row.about), Created: row.created_at }),
    section("Deliveries", endpoints.length ? endpoints : h("p", { class: "soft" }, "No endpoint listens for such events.")),
    section("Event", jsonView(row.event)),
  ];
}
