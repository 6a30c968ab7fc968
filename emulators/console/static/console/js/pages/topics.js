// Topics: what waits, what was published, and publishing by hand.
import { get, post } from "../api.js";
import { button, h } from "../dom.js";
import { linked } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, pill, section } from "../parts.js";
import { publishForm } from "../publish_form.js";
import { places, tablePage } from "../table_page.js";
import { time } from "../times.js";
import { doing } from "../toast.js";

export const title = "Topics";

export async function show({ main, rest, query, signal }) {
  const { rows } = await get("/topics");
  const topic = rows.find((one) => one.name === rest[0]) ?? rows.find((one) => !one.takes_dead_letters) ?? rows[0];
  if (!topic) return main.append(h("p", { class: "nothing" }, "There are no topics."));
  const subscription = query.get("subscription") ?? "";
  const page = tablePage({ main, signal }, {
    title: topic.name,
    path: `/topics/${topic.name}/messages`,
    query: { subscription },
    services: ["pubsub"],
    places: sides(rows, topic, subscription),
    tools: button("Publish", () => openDraft(page, rows, topic.name)),
    empty: "No message since the local cloud began, and none that waits.",
    key: (row) => `${row.subscription}/${row.id}`,
    columns: [
      { title: "Published", class: "when", cell: (row) => time(row.published_at) },
      { title: "Type", cell: (row) => h("strong", {}, kind(row)) },
      { title: "For", class: "minor", cell: (row) => row.subscription },
      { title: "", cell: (row) => state(row) },
      { title: "Message", class: "mono minor", cell: (row) => linked(row.id) },
    ],
    open: (row) => details(row, rows, page, topic),
  });
}

const kind = (row) => row.attributes.type ?? row.attributes.event_type ?? row.body?.type ?? row.body?.Type ?? "";
const state = (row) => (row.is_owed ? pill(row.failures ? `failed ${row.failures}×` : "waits") : pill("done"));

function sides(rows, topic, subscription) {
  const list = rows.flatMap((one) => [
    { name: one.name, href: `/console/topics/${one.name}`, count: one.subscriptions.reduce((sum, each) => sum + each.backlog, 0) },
    ...(one === topic ? one.subscriptions.map((each) => ({ name: `→ ${each.name}`, href: `/console/topics/${one.name}?subscription=${each.name}`, count: each.backlog, note: each.filter || "everything" })) : []),
  ]);
  return places("Topics", list, subscription ? `→ ${subscription}` : topic.name);
}

function details(row, topics, page, topic) {
  const again = topic.takes_dead_letters ? null : topic.name;
  const replay = button("Replay…", () => openDraft(page, topics, again, row));
  return [
    h("h2", {}, kind(row) || "Message"),
    h("div", { class: "actions" }, replay),
    facts({ Message: linked(row.id), Published: row.published_at, For: row.subscription, Failures: row.failures || "", "Ordering key": row.ordering_key }),
    Object.keys(row.attributes).length ? section("Attributes", jsonView(row.attributes)) : "",
    section("Body", jsonView(row.body)),
  ];
}

function openDraft(page, topics, topic, message = null) {
  publishForm({
    topics: topics.map((one) => one.name),
    topic: topic ?? topics.find((one) => !one.takes_dead_letters)?.name,
    body: message ? (message.body_is === "json" ? JSON.stringify(message.body, null, 2) : String(message.body)) : "",
    data: message?.body_is === "base64" ? message.data : null,
    attributes: message?.attributes ?? {},
    done: () => page.soon(),
  });
}

export const take = (subscription, count) =>
  doing(`Taken from ${subscription}`, () => post(`/subscriptions/${subscription}/take`, { count }));
