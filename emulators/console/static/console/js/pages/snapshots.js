// The whole cloud as it was, to come back to; and its services, to start anew.
import { get, post, remove } from "../api.js";
import { button, h } from "../dom.js";
import { pageHead, pill, section } from "../parts.js";
import { time } from "../times.js";
import { doing } from "../toast.js";

export const title = "Snapshots";
const sum = (records) => Object.values(records).reduce((all, one) => all + one, 0);

export async function show({ main }) {
  const taken = h("tbody");
  const running = h("tbody");
  const load = async () => {
    const [{ snapshots }, { services }] = await Promise.all([get("/v1/snapshots"), get("/v1/state")]);
    taken.replaceChildren(...snapshots.map((one) => snapshot(one, load)));
    if (!snapshots.length) taken.append(h("tr", { class: "empty" }, h("td", { colspan: 4 }, "No snapshot yet.")));
    running.replaceChildren(...Object.entries(services).map(([name, state]) => service(name, state, load)));
  };
  const name = h("input", { name: "name", required: true, pattern: "[a-z0-9]([a-z0-9\\-]{0,61}[a-z0-9])?", placeholder: "before-the-refund", "aria-label": "Name", title: "Lower-case letters, digits and hyphens" });
  const form = h("form", { class: "line" }, name, h("button", { class: "button main" }, "Take a snapshot"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await doing(`Taken: ${name.value}`, () => post("/v1/snapshots", { name: name.value }))) name.value = "";
    await load();
  });
  main.append(
    pageHead(title, "All that the services hold, and their clock, under a name.", form),
    h("div", { class: "rows" }, h("table", {}, heads("Snapshot", "Taken", "Records", ""), taken)),
    section("Services", h("p", { class: "soft" }, "A restart builds a service anew from what it has kept, as after a crash."), h("table", { class: "small" }, heads("Service", "State", "Records", ""), running)),
  );
  await load();
}

const heads = (...words) => h("thead", {}, h("tr", {}, words.map((one) => h("th", { scope: "col" }, one))));

function snapshot(one, load) {
  const act = async (done, action) => {
    await doing(done, action);
    await load();
  };
  const path = `/v1/snapshots/${one.name}`;
  return h("tr", {}, h("td", {}, h("strong", {}, one.name)), h("td", { class: "when" }, time(one.taken_at)), h("td", { class: "number" }, sum(one.records)),
    h("td", { class: "act" }, button("Restore", () => act(`Back to ${one.name}`, () => post(`${path}/restore`))), button("Drop", () => act(`Dropped ${one.name}`, () => remove(path)))));
}

function service(name, state, load) {
  const restart = async () => {
    await doing(`${name} started anew`, () => post(`/v1/services/${name}/restart`));
    await load();
  };
  return h("tr", {}, h("td", {}, name), h("td", {}, pill(state.is_running ? "running" : "stopped")), h("td", { class: "number" }, state.records), h("td", { class: "act" }, button("Restart", restart)));
}
