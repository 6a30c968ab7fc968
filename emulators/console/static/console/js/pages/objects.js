// Cloud Storage: buckets and their objects.
import { get } from "../api.js";
import { h } from "../dom.js";
import { linked } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, section } from "../parts.js";
import { places, tablePage } from "../table_page.js";
import { size, time } from "../times.js";

export const title = "Objects";

export async function show({ main, rest, query, signal }) {
  const { rows } = await get("/buckets");
  const bucket = rows.find((one) => one.name === rest[0]) ?? rows[0];
  if (!bucket) return main.append(h("p", { class: "nothing" }, "There are no buckets."));
  tablePage({ main, signal }, {
    title: bucket.name,
    path: `/buckets/${bucket.name}/objects`,
    services: ["storage"],
    places: places("Buckets", rows.map((one) => ({ name: one.name, href: `/console/objects/${one.name}`, count: one.objects })), bucket.name),
    key: (row) => row.generation,
    selected: query.get("object"),
    columns: [
      { title: "Object", class: "mono wide", cell: (row) => linked(row.name) },
      { title: "Type", class: "minor", cell: (row) => row.content_type },
      { title: "Size", class: "number", cell: (row) => size(row.size) },
      { title: "Created", class: "when", cell: (row) => time(row.created_at) },
    ],
    open: details,
  });
}

function details(row) {
  const content = `/console/api/objects/${row.generation}/content`;
  return [
    h("h2", { class: "mono" }, row.name.split("/").at(-1)),
    h("div", { class: "actions" }, h("a", { class: "button main", href: `${content}?download`, download: true }, "Download"), row.has_preview ? h("a", { class: "button", href: content, target: "_blank", rel: "noopener" }, "Open") : ""),
    facts({ Name: linked(row.name), Type: row.content_type, Size: size(row.size), Created: row.created_at, Generation: row.generation }),
    row.has_preview ? h("iframe", { class: "preview", src: content, title: `Preview of ${row.name}` }) : "",
    section("Metadata", jsonView(row.object)),
  ];
}
