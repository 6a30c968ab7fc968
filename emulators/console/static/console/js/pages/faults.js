// Things to go wrong on request.
import { get, post, remove } from "../api.js";
import { button, h } from "../dom.js";
import { pageHead, pill, section } from "../parts.js";
import { onNews } from "../live.js";
import { doing } from "../toast.js";

export const title = "Faults";
const KINDS = {
  error: ["answers an error", { code: "UNAVAILABLE" }],
  latency: ["is slow", { seconds: 2, jitter_seconds: 0 }],
  drop_before: ["is cut off before anything is done", {}],
  drop_after: ["is done, and the answer is lost", {}],
  throttle: ["is throttled", { per_second: 5 }],
  disconnect: ["stream ends", { after_messages: 0 }],
  duplicate: ["arrives more than once", { copies: 1 }],
  reorder: ["arrives out of order", { within_seconds: 2 }],
};
const ONLY_DELIVERIES = new Set(["duplicate", "reorder"]);
const ONLY_CALLS = new Set(["disconnect"]);
const READY = [
  ["Commits are aborted, half of them", { kind: "error", service: "firestore", method: "Commit", code: "ABORTED", probability: 0.5 }],
  ["Every push comes twice", { kind: "duplicate", on: "deliveries", service: "pubsub", copies: 1 }],
  ["Stripe is down", { kind: "error", service: "stripe", code: 503 }],
  ["The next mail's answer is lost", { kind: "drop_after", service: "ses", times: 1 }],
  ["Webhooks come late and shuffled", { kind: "reorder", on: "deliveries", service: "stripe", within_seconds: 5 }],
];

export async function show({ main, signal }) {
  const { services } = await get("/overview");
  const body = h("tbody");
  const load = async () => {
    const { faults } = await get("/v1/faults");
    body.replaceChildren(...faults.map((one) => line(one, load)));
    if (!faults.length) body.append(h("tr", { class: "empty" }, h("td", { colspan: 6 }, "Nothing goes wrong but what goes wrong by itself.")));
  };
  const add = async (fault) => {
    await doing("The fault stands", () => post("/v1/faults", fault));
    await load();
  };
  const clear = async () => {
    await doing("All faults are off", () => remove("/v1/faults"));
    await load();
  };
  const head = h("tr", {}, ["What", "Where", "Resource", "Often", "Met", ""].map((words) => h("th", { scope: "col" }, words)));
  main.append(
    pageHead(title, "Switch trouble on, and see what the functions make of it.", button("Switch all off", clear)),
    h("div", { class: "rows" }, h("table", {}, h("thead", {}, head), body)),
    section("Ready made", h("div", { class: "actions" }, READY.map(([words, fault]) => button(words, () => add(fault))))),
    section("Your own", form(Object.keys(services), add)),
  );
  onNews(load, signal);
  await load();
}

function line({ id, met, kind, on, service, method, resource, times, probability, ...more }, load) {
  const { seed, message, ...own } = more;
  const off = async () => {
    await doing("The fault is off", () => remove(`/v1/faults/${id}`));
    await load();
  };
  const details = Object.entries(own).map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`).join(", ");
  const often = [times ? `${times}×` : "always", probability < 1 ? `${Math.round(probability * 100)} %` : ""].filter(Boolean).join(", ");
  return h("tr", {}, [
    [pill(kind.replaceAll("_", " ")), " ", details], [`${service} ${method === "*" ? "" : method} `, h("span", { class: "soft" }, on)], h("code", {}, resource), often, String(met), button("Switch off", off),
  ].map((cell) => h("td", {}, cell)));
}

function form(services, add) {
  const kind = h("select", { name: "kind" }, Object.entries(KINDS).map(([name, [words]]) => h("option", { value: name }, words)));
  const own = h("span", { class: "own-fields" });
  const fill = () => own.replaceChildren(...Object.entries(KINDS[kind.value][1]).map(([name, value]) => field(spoken(name), h("input", { name, value, "data-number": typeof value === "number" || null, required: true }))));
  kind.addEventListener("change", fill);
  fill();
  const element = h("form", { class: "form grid" },
    field("Service", h("select", { name: "service" }, ["*", ...services].map((name) => h("option", { value: name }, name === "*" ? "any" : name)))),
    field("What goes wrong", kind), own,
    field("On", h("select", { name: "on" }, h("option", { value: "calls" }, "calls from clients"), h("option", { value: "deliveries" }, "deliveries to functions"))),
    field("Method", h("input", { name: "method", value: "*" })),
    field("Resource", h("input", { name: "resource", value: "*" })),
    field("Times", h("input", { name: "times", type: "number", min: 1, placeholder: "always" })),
    field("Probability", h("input", { name: "probability", type: "number", min: 0.01, max: 1, step: 0.01, value: 1 })),
    h("button", { class: "button main" }, "Switch on"),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    add(fault(new FormData(element), kind.value, own));
  });
  return element;
}

const spoken = (name) => name[0].toUpperCase() + name.slice(1).replaceAll("_", " ");
const field = (words, input) => h("label", {}, words, input);

function fault(given, kind, own) {
  const on = ONLY_DELIVERIES.has(kind) ? "deliveries" : ONLY_CALLS.has(kind) ? "calls" : given.get("on");
  const wanted = { kind, on, service: given.get("service"), method: given.get("method") || "*", resource: given.get("resource") || "*", probability: Number(given.get("probability")) };
  if (given.get("times")) wanted.times = Number(given.get("times"));
  for (const input of own.querySelectorAll("input")) {
    const isNumber = input.hasAttribute("data-number") || /^\d+$/.test(input.value);
    wanted[input.name] = isNumber ? Number(input.value) : input.value;
  }
  return wanted;
}
