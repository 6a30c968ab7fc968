// Queues and the tasks in them.
import { get, post } from "../api.js";
import { button, h } from "../dom.js";
import { linked } from "../ids.js";
import { jsonView } from "../json_view.js";
import { facts, pill, section } from "../parts.js";
import { places, tablePage } from "../table_page.js";
import { time } from "../times.js";
import { doing } from "../toast.js";

export const title = "Tasks";
const last = (name) => name.split("/").at(-1);

export async function show({ main, rest, signal }) {
  const { rows } = await get("/queues");
  const queue = rows.find((one) => one.name === rest[0]) ?? rows[0];
  if (!queue) return main.append(h("p", { class: "nothing" }, "There are no queues."));
  const act = (words, action) => button(words, () => doing(`${queue.name}: ${action}`, () => post(`/queues/${queue.name}/${action}`)));
  const page = tablePage({ main, signal }, {
    title: queue.name,
    path: `/queues/${queue.name}/tasks`,
    services: ["tasks"],
    places: places("Queues", rows.map((one) => ({ name: one.name, href: `/console/tasks/${one.name}`, count: one.tasks, note: one.queue.state?.toLowerCase() })), queue.name),
    tools: [act("Pause", "pause"), act("Resume", "resume"), act("Purge", "purge")],
    empty: "No tasks. Those that are done are in the activity.",
    key: (row) => row.name,
    columns: [
      { title: "Due", class: "when", cell: (row) => time(row.schedule_time) },
      { title: "Task", class: "mono", cell: (row) => linked(last(row.name)) },
      { title: "Attempts", class: "number", cell: (row) => row.dispatch_count ?? 0 },
      { title: "Last answer", cell: (row) => pill(row.last_attempt?.response_status?.message) },
    ],
    open: (row) => details(queue, row, page),
  });
}

function details(queue, row, page) {
  const path = `/queues/${queue.name}/tasks/${encodeURIComponent(last(row.name))}`;
  const act = (words, action, done) => button(words, () => doing(done, () => post(`${path}/${action}`)).then(() => page.soon()));
  const { body, ...request } = row.http_request ?? {};
  return [
    h("h2", {}, "Task"),
    h("div", { class: "actions" }, act("Run now", "run", "Sent"), act("Delete", "delete", "Deleted")),
    facts({ Task: linked(last(row.name)), Created: row.create_time, Due: row.schedule_time, Attempts: String(row.dispatch_count ?? 0), "Last answer": row.last_attempt?.response_status?.message }),
    section("Body", jsonView(body ?? null)),
    section("Request", jsonView(request)),
    section("Attempts", jsonView({ first: row.first_attempt ?? null, last: row.last_attempt ?? null })),
  ];
}
