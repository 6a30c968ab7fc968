// Firestore: collections and their documents.
import { get } from "../api.js";
import { h } from "../dom.js";
import { idLink, linked, short } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, pill, section } from "../parts.js";
import { places, tablePage } from "../table_page.js";
import { time } from "../times.js";
import { replay } from "./dead_letters.js";

const SHOWN_MAX = 4;
const SHORT = 40;
const DULL = new Set(["id", "traceparent", "shard"]);
export const title = "Documents";

export async function show({ main, rest, signal }) {
  const [{ rows }, { rows: topics }] = await Promise.all([get("/collections"), get("/topics")]);
  const isDocument = rest.length && rest.length % 2 === 0;
  const wanted = (isDocument ? rest.slice(0, -1) : rest).join("/");
  const collection = rows.find((one) => one.path === wanted) ?? (wanted ? { path: wanted } : (rows.find((one) => one.path === "orders") ?? rows[0]));
  if (!collection) return main.append(h("p", { class: "nothing" }, "There are no documents yet."));
  const selected = isDocument ? rest.join("/") : null;
  tablePage({ main, signal }, {
    title: collection.path,
    path: `/documents/${collection.path.split("/").map(encodeURIComponent).join("/")}`,
    services: ["firestore"],
    places: places("Collections", rows.map((one) => ({ name: one.path, href: `/console/documents/${one.path}`, count: one.documents })), collection.path),
    key: (row) => row.path,
    selected,
    query: selected ? { words: rest.at(-1) } : {},
    columns: [
      { title: "Document", class: "mono id-cell", cell: (row) => h("span", { title: row.path }, row.path.split("/").at(-1)) },
      { title: "Fields", class: "wide", cell: (row) => glance(row.fields) },
      { title: "Updated", class: "when", cell: (row) => time(row.updated_at) },
    ],
    open: (row) => details(row, topics),
  });
}

// A few short fields, so that a row says what the document is.
function glance(fields) {
  const known = ["status", "type", "outcome", "number_text"];
  const names = [...known.filter((name) => name in fields), ...Object.keys(fields).filter((name) => !known.includes(name) && !DULL.has(name))];
  const short = names.filter((name) => ["string", "number", "boolean"].includes(typeof fields[name]) && String(fields[name]).length <= SHORT && fields[name] !== "");
  return short.slice(0, SHOWN_MAX).map((name) => h("span", { class: "glance" }, h("span", { class: "soft" }, `${name} `), name === "status" ? pill(fields[name]) : value(fields[name])));
}

const value = (one) => (typeof one === "string" ? linkedShort(one) : String(one));

function linkedShort(text) {
  const parts = linked(text);
  return parts.length === 3 && parts[0] === "" && parts[2] === "" ? idLink(text, short(text)) : parts;
}

function details(row, topics) {
  const hasMessage = "body" in row.fields && typeof row.fields.attributes === "object";
  return [
    h("h2", { class: "mono" }, row.path.split("/").at(-1)),
    h("div", { class: "actions" }, hasMessage ? replay(topics, row.fields) : "", h("a", { class: "button", href: `/console/follow/${encodeURIComponent(row.path.split("/").at(-1))}` }, "Follow")),
    facts({ Path: row.path, Created: row.created_at, Updated: row.updated_at }),
    section("Fields", jsonView(row.fields)),
  ];
}
