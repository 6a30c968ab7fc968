// Ids in any text become links: follow one, and see everything that has to do with it.
import { h } from "./dom.js";

const ID = new RegExp(
  [
    "\\b[a-z]{2,12}_(?:test_|live_)?(?=[A-Za-z]*[0-9A-Z])[A-Za-z0-9]{8,}",
    "\\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\\b",
    "\\b(?:[0-9a-f]{64}|[0-9a-f]{32})\\b",
    "\\b[A-Z]{2,8}-\\d{4}-\\d{4,}\\b",
    "\\b10\\d{14}\\b",
    "\\b[0-9a-f]{16}-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}-\\d{6}",
  ].join("|"),
  "g",
);

const LONG = 62;

export const followPath = (id) => `/console/follow/${encodeURIComponent(id)}`;

export function idLink(id, label = id) {
  return h("a", { class: "id", href: followPath(id), title: `Follow ${id}` }, label);
}

export function linked(text) {
  const parts = [];
  let end = 0;
  for (const match of String(text).matchAll(ID)) {
    parts.push(text.slice(end, match.index), match[0].length > LONG ? idLink(match[0], short(match[0])) : idLink(match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

export function short(id) {
  return id.length > 18 ? `${id.slice(0, 10)}…${id.slice(-4)}` : id;
}
