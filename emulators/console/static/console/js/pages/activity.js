// Everything that happens, as it happens, newest first.
import { get } from "../api.js";
import { button, h } from "../dom.js";
import { idLink, linked, short } from "../ids.js";
import { onKey } from "../keys.js";
import { onNews } from "../live.js";
import { pageHead, service, SERVICES } from "../parts.js";
import { clockTime, day } from "../times.js";
import { go } from "../router.js";

const SHOWN_MAX = 300;
const IDS_MAX = 2;
export const title = "Activity";

export async function show({ main, query, signal }) {
  const chosen = query.get("service") ?? "";
  const list = h("ol", { class: "feed", "aria-label": "What has happened, newest first" });
  const search = h("input", { type: "search", class: "search", placeholder: "Search  /", "aria-label": "Search the activity" });
  const state = { isHeld: false, at: -1 };
  const hold = button("Hold", () => {
    state.isHeld = !state.isHeld;
    hold.setAttribute("aria-pressed", String(state.isHeld));
    if (!state.isHeld) load();
  }, { "aria-pressed": "false" });
  main.append(pageHead(title, "Every change in the local cloud, from every service.", filters(chosen), hold, search), list);

  async function load() {
    const { rows } = await get("/activity", { service: chosen, words: search.value });
    list.replaceChildren(...rows.map((entry) => line(entry)));
    if (!rows.length) list.append(h("li", { class: "empty" }, "Nothing has happened yet. ", h("a", { href: "/" }, "Buy something"), "."));
  }
  const take = (news) => {
    if (state.isHeld || search.value) return;
    const entries = news.entries.filter((entry) => !chosen || entry.service === chosen);
    if (!entries.length) return;
    list.querySelector(".empty")?.remove();
    list.prepend(...entries.map((entry) => line(entry, true)));
    while (list.children.length > SHOWN_MAX) list.lastElementChild.remove();
    if (state.at >= 0) state.at += entries.length;
  };
  const move = (step) => {
    state.at = Math.max(0, Math.min(list.children.length - 1, state.at + step));
    list.querySelector("[aria-selected]")?.removeAttribute("aria-selected");
    list.children[state.at]?.setAttribute("aria-selected", "true");
    list.children[state.at]?.scrollIntoView({ block: "nearest" });
  };
  search.addEventListener("input", load);
  onNews(take, signal);
  onKey("j", () => move(1), signal);
  onKey("k", () => move(-1), signal);
  onKey("/", () => search.focus(), signal);
  onKey("Enter", (event) => (event.target.closest("a, button") ? false : list.children[state.at]?.querySelector(".title")?.click()), signal);
  await load();
}

function filters(chosen) {
  const one = (name, words) => h("a", { href: name ? `/console?service=${name}` : "/console", class: `filter ${name}`, "aria-current": chosen === name ? "true" : null }, words);
  return h("nav", { class: "filters", "aria-label": "Services" }, one("", "All"), Object.entries(SERVICES).map(([name, words]) => one(name, words)));
}

function line(entry, isFresh = false) {
  const ids = entry.ids.filter((id) => !entry.title.includes(id) && !entry.note.includes(id)).slice(0, IDS_MAX);
  const open = (event) => {
    if (!event.target.closest("a")) go(`/console${entry.page}`);
  };
  return h("li", { class: `entry ${entry.tone} ${isFresh ? "fresh" : ""}`, onclick: open },
    h("time", { datetime: entry.at, title: `${day(entry.at)} ${clockTime(entry.at)}` }, clockTime(entry.at)),
    service(entry.service),
    h("a", { class: "title", href: `/console${entry.page}` }, entry.title),
    h("span", { class: "note" }, linked(entry.note)),
    h("span", { class: "ids" }, ids.map((id) => idLink(id, short(id)))),
  );
}
