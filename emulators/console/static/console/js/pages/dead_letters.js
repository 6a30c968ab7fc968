// What nobody could handle: in the subscriptions for dead letters, and where it was kept.
import { get } from "../api.js";
import { button, h } from "../dom.js";
import { jsonView } from "../json_view.js";
import { facts, pill, section } from "../parts.js";
import { publishForm } from "../publish_form.js";
import { places, tablePage } from "../table_page.js";
import { time } from "../times.js";
import { take } from "./topics.js";

const TAKEN_AT_ONCE = 10;
export const title = "Dead letters";

export async function show({ main, rest, signal }) {
  const [{ rows: topics }, { rows: collections }] = await Promise.all([get("/topics"), get("/collections")]);
  const graves = topics.filter((one) => one.takes_dead_letters);
  const kept = collections.filter((one) => one.is_for_dead_letters);
  const chosen = rest.join("/") || (kept[0] ?? graves[0])?.path || graves[0]?.name;
  if (!chosen) return main.append(h("p", { class: "nothing" }, "No subscription has a topic for dead letters."));
  const list = [
    ...kept.map((one) => ({ name: one.path, href: `/console/dead-letters/${one.path}`, count: one.documents, note: "documents, kept by a function" })),
    ...graves.map((one) => ({ name: one.name, href: `/console/dead-letters/${one.name}`, count: one.subscriptions.reduce((sum, each) => sum + each.backlog, 0), note: "the topic for dead letters" })),
  ];
  const isKept = kept.some((one) => one.path === chosen);
  const spec = isKept ? documents(topics, chosen) : messages(topics, chosen);
  const grave = graves.find((one) => one.name === chosen);
  const tools = grave?.subscriptions.filter((one) => !one.push_to).map((one) => button(`Take ${TAKEN_AT_ONCE} from ${one.name}`, () => take(one.name, TAKEN_AT_ONCE)));
  tablePage({ main, signal }, { ...spec, tools, title, note: "Messages that were given up on. Replay one once its cause is gone.", services: ["pubsub", "firestore"], places: places("Where they are", list, chosen), empty: "No dead letters. All that was sent was handled." });
}

function documents(topics, collection) {
  return {
    path: `/documents/${collection}`,
    key: (row) => row.path,
    columns: [
      { title: "Kept", class: "when", cell: (row) => time(row.fields.kept_at ?? row.created_at) },
      { title: "From", cell: (row) => row.fields.source ?? "" },
      { title: "Why", cell: (row) => h("span", { class: "bad-words" }, row.fields.reason ?? "") },
    ],
    open: (row) => [
      h("h2", {}, row.fields.source ?? row.path),
      h("div", { class: "actions" }, replay(topics, row.fields)),
      facts({ Why: row.fields.reason, Kept: row.fields.kept_at, Document: row.path }),
      section("Attributes", jsonView(row.fields.attributes ?? {})),
      section("Body", jsonView(parsed(row.fields.body))),
    ],
  };
}

function messages(topics, chosen) {
  return {
    path: `/topics/${chosen}/messages`,
    key: (row) => `${row.subscription}/${row.id}`,
    columns: [
      { title: "Published", class: "when", cell: (row) => time(row.published_at) },
      { title: "From", cell: (row) => row.attributes.CloudPubSubDeadLetterSourceSubscription ?? "" },
      { title: "Type", cell: (row) => row.attributes.type ?? "" },
      { title: "", cell: (row) => pill(row.is_owed ? "waits" : "done") },
    ],
    open: (row) => [
      h("h2", {}, row.attributes.type ?? "Message"),
      h("div", { class: "actions" }, replay(topics, { attributes: row.attributes, body: row.body_is === "json" ? JSON.stringify(row.body) : row.body, data: row.body_is === "base64" ? row.data : null, source: row.attributes.CloudPubSubDeadLetterSourceSubscription })),
      section("Attributes", jsonView(row.attributes)),
      section("Body", jsonView(row.body)),
    ],
  };
}

// The topic of the subscription that gave up is the likeliest to send it to again.
export function replay(topics, { body, attributes, data = null, source = "" }) {
  const from = topics.find((one) => one.subscriptions.some((each) => source && source.includes(each.name)));
  const topic = from && !from.takes_dead_letters ? from.name : topics.find((one) => !one.takes_dead_letters)?.name;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return button("Replay…", () => publishForm({ topics: topics.map((one) => one.name), topic, body: text, data, attributes: attributes ?? {} }), { class: "button main" });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text ?? null;
  }
}
