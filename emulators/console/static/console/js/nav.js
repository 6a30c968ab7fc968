// The navigation with its counts.
import { get } from "./api.js";
import { h } from "./dom.js";
import { onNews } from "./live.js";
import { PLACES, pathOf } from "./places.js";

const PAUSE_MS = 400;
const badges = new Map();
let current = null;
let timer = 0;

export function buildNav(nav) {
  for (const group of new Set(PLACES.map((place) => place.group))) {
    const items = PLACES.filter((place) => place.group === group).map(item);
    nav.append(h("div", { class: "nav-group" }, group && h("h2", {}, group), h("ul", {}, items)));
  }
  onNews(() => {
    timer ||= setTimeout(refresh, PAUSE_MS);
  });
  refresh();
}

function item(place) {
  const badge = h("span", { class: place.isBad ? "count bad" : "count" });
  badges.set(place, badge);
  const link = h("a", { href: pathOf(place), "data-path": place.path, "aria-keyshortcuts": `g ${place.key}` }, h("span", {}, place.title), badge);
  return h("li", {}, link);
}

export function mark(path) {
  current = path;
  for (const link of document.querySelectorAll("#nav a")) {
    if (link.dataset.path === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

export async function refresh() {
  timer = 0;
  const all = await get("/overview").catch(() => null);
  if (!all) return;
  for (const [place, badge] of badges) {
    const count = place.count(all);
    badge.textContent = count ? count.toLocaleString("en") : "";
  }
}
