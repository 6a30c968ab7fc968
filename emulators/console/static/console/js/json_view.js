// Any JSON value as a tree: ids lead on, long texts and deep objects fold.
import { h } from "./dom.js";
import { linked } from "./ids.js";

const OPEN_DEPTH = 3;
const TEXT_MAX = 400;
const ITEMS_OPEN_MAX = 40;

export function jsonView(value, changed = new Set()) {
  return h("div", { class: "json", tabindex: 0, role: "region", "aria-label": "Content" }, node(value, 0, changed));
}

function node(value, depth, changed) {
  if (Array.isArray(value)) return branch(value.map((one, index) => [String(index), one]), "[]", depth, changed);
  if (value !== null && typeof value === "object") return branch(Object.entries(value), "{}", depth, changed);
  return leaf(value);
}

function branch(entries, brackets, depth, changed) {
  if (entries.length === 0) return h("span", { class: "soft" }, brackets);
  const rows = entries.map(([name, value]) =>
    h("li", { class: depth === 0 && changed.has(name) ? "changed" : null }, h("span", { class: "name" }, name), node(value, depth + 1, new Set())),
  );
  const list = h("ul", {}, rows);
  if (depth === 0) return list;
  const isOpen = depth < OPEN_DEPTH && entries.length <= ITEMS_OPEN_MAX;
  const words = brackets === "[]" ? `${entries.length} items` : entries.slice(0, 4).map(([name]) => name).join(", ");
  return h("details", { open: isOpen }, h("summary", {}, words), list);
}

function leaf(value) {
  if (typeof value !== "string") return h("span", { class: `leaf ${value === null ? "null" : typeof value}` }, String(value));
  const within = jsonWithin(value);
  if (within) return h("span", {}, h("span", { class: "soft" }, "text "), node(within, 1, new Set()));
  if (value.length <= TEXT_MAX) return h("span", { class: "leaf string" }, linked(value));
  return h("details", {}, h("summary", {}, `${value.slice(0, 60)}… (${value.length} characters)`), h("span", { class: "leaf string" }, linked(value)));
}

// JSON is often carried as text in other JSON.
function jsonWithin(text) {
  if (!/^[{[]/.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// The names of the fields that differ between two objects.
export function difference(before, after) {
  if (!before || !after) return new Set();
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return new Set([...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])));
}
