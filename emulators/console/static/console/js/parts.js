// Small parts that many pages share.
import { h } from "./dom.js";

export const SERVICES = {
  stripe: "Stripe",
  pubsub: "Pub/Sub",
  tasks: "Tasks",
  firestore: "Firestore",
  storage: "Storage",
  ses: "Mail",
  functions: "Function",
};

export const service = (name) => h("span", { class: `service ${name}` }, SERVICES[name] ?? name);

const GOOD = /^(paid|succeeded|complete|applied|sent|enabled|running|done|yes|RUNNING|ENABLED)$/;
const BAD = /^(failed|error|canceled|expired|dead|ERROR|CRITICAL|DISABLED)$/;

export function pill(word) {
  if (word === null || word === undefined || word === "") return "";
  const kind = GOOD.test(word) ? "good" : BAD.test(word) ? "bad" : "";
  return h("span", { class: `pill ${kind}` }, word);
}

export const pageHead = (title, note, ...tools) =>
  h("div", { class: "page-head" }, h("h1", {}, title), note && h("p", { class: "note" }, note), h("div", { class: "tools" }, tools));

export const section = (title, ...content) => h("section", { class: "part" }, h("h3", {}, title), content);

export const facts = (pairs) =>
  h("dl", { class: "facts" }, Object.entries(pairs).filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
