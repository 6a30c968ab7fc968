// Every mail that was accepted; the letter itself is shown as in the inbox.
import { get } from "../api.js";
import { h } from "../dom.js";
import { linked } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, section } from "../parts.js";
import { tablePage } from "../table_page.js";
import { time } from "../times.js";

export const title = "Mails";

export async function show({ main, rest, signal }) {
  tablePage({ main, signal }, {
    title,
    note: "Nothing leaves this machine.",
    path: "/mails",
    services: ["ses"],
    selected: rest[0],
    key: (row) => row.id,
    empty: "No mail yet.",
    columns: [
      { title: "Sent", class: "when", cell: (row) => time(row.sent_at) },
      { title: "Subject", class: "wide", cell: (row) => h("strong", {}, row.subject || "(no subject)") },
      { title: "To", cell: (row) => row.to },
    ],
    open: details,
  });
}

function details(row) {
  const more = h("div", {});
  fill(more, row.id);
  return [
    h("h2", {}, row.subject || "(no subject)"),
    h("div", { class: "actions" }, h("a", { class: "button", href: `/inbox/${row.id}` }, "Open in the inbox")),
    facts({ From: row.from, To: row.to, Sent: row.sent_at, "Message id": linked(row.message_id) }),
    h("iframe", { class: "preview letter", src: `/inbox/${row.id}/body?scheme=light`, title: "The letter", sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox" }),
    more,
  ];
}

async function fill(place, id) {
  const mail = await get(`/mails/${id}`);
  const attached = mail.attachments.map((name) => h("li", {}, linked(name)));
  place.append(
    attached.length ? section("Attached", h("ul", {}, attached)) : "",
    section("Tags and headers", jsonView({ ...mail.tags, ...mail.headers })),
  );
}
