// One id through all services: a timeline, with what came of what.
import { get } from "../api.js";
import { h } from "../dom.js";
import { followPath, idLink, linked, short } from "../ids.js";
import { lanes } from "../lanes.js";
import { difference, jsonView } from "../json_view.js";
import { onKey } from "../keys.js";
import { onNews } from "../live.js";
import { pageHead, service } from "../parts.js";
import { go } from "../router.js";
import { clockTime, day, duration } from "../times.js";

const PAUSE_MS = 300;
const IDS_MAX = 2;
const RELATED_MAX = 14;
const GAP_MS = 2000;
export const title = "Follow";

export async function show({ main, rest, signal }) {
  const id = rest.join("/");
  if (!id) return ask(main);
  const place = h("div", { class: "journey" });
  main.append(pageHead(h("span", {}, h("span", { class: "soft" }, "Following "), h("code", {}, id))), place);
  const state = { text: "", at: -1, timer: 0 };
  const load = async () => {
    state.timer = 0;
    const journey = await get(`/follow/${encodeURIComponent(id)}`);
    const text = JSON.stringify(journey);
    if (text === state.text || signal.aborted) return;
    state.text = text;
    draw(place, journey);
  };
  const move = (step) => {
    const rows = place.querySelectorAll(".moment");
    state.at = Math.max(0, Math.min(rows.length - 1, state.at + step));
    rows[state.at]?.querySelector("summary").focus();
  };
  onKey("j", () => move(1), signal);
  onKey("k", () => move(-1), signal);
  onNews((news) => news.entries.length && (state.timer ||= setTimeout(load, PAUSE_MS)), signal);
  signal.addEventListener("abort", () => clearTimeout(state.timer));
  await load();
}

function ask(main) {
  const input = h("input", { type: "text", class: "wide", placeholder: "ord_…, pi_…, evt_…, an invoice number, a trace id, an address", "aria-label": "An id, or any words", autocomplete: "off", spellcheck: "false" });
  const form = h("form", { class: "ask" }, input, h("button", { class: "button main" }, "Follow"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) go(followPath(input.value.trim()));
  });
  main.append(pageHead("Follow an id", "Everything that has to do with it, in every service, by time."), form);
  input.focus();
}

function draw(place, journey) {
  const { entries, related, followed } = journey;
  if (!entries.length) {
    place.replaceChildren(h("p", { class: "nothing" }, "Nothing holds this id yet. The page looks again by itself."));
    return;
  }
  const open = new Set([...place.querySelectorAll("details[open]")].map((one) => one.dataset.number));
  const took = Date.parse(entries.at(-1).at) - Date.parse(entries[0].at);
  const services = new Set(entries.map((entry) => entry.service));
  const summary = h("p", { class: "sum" }, h("strong", {}, `${entries.length} moments`), ` in ${services.size} services over `, h("strong", {}, duration(took)), `, from ${day(entries[0].at)} ${clockTime(entries[0].at)}`);
  const own = new Set([followed, ...related.filter((one) => one.is_own).map((one) => one.id)]);
  place.replaceChildren(summary, lanes(entries, reveal, place.clientWidth), chips(related), h("ol", { class: "moments" }, moments(entries, own, followed)));
  for (const number of open) place.querySelector(`details[data-number="${number}"]`)?.setAttribute("open", "");
}

function chips(related) {
  if (!related.length) return null;
  const chip = (one) => h("li", {}, h("a", { class: one.is_own ? "chip own" : "chip", href: followPath(one.id), title: one.id }, h("code", {}, short(one.id)), h("span", { class: "count" }, one.count)));
  return h("nav", { class: "chips", "aria-label": "Ids met on the way" }, h("ul", {}, related.slice(0, RELATED_MAX).map(chip)));
}

function moments(entries, own, followed) {
  const begin = Date.parse(entries[0].at);
  const byNumber = new Map(entries.map((entry, index) => [entry.number, { entry, index }]));
  let before = begin;
  return entries.flatMap((entry, index) => {
    const at = Date.parse(entry.at);
    const gap = at - before;
    before = at;
    const line = moment(entry, index, at - begin, byNumber.get(entry.cause), own, followed);
    return gap > GAP_MS ? [h("li", { class: "gap" }, `${duration(gap)} later`), line] : [line];
  });
}

function moment(entry, index, sinceMs, cause, own, followed) {
  const ids = entry.ids.filter((id) => id !== followed && own.has(id) && !entry.title.includes(id) && !entry.note.includes(id));
  const details = h("details", { "data-number": entry.number, id: `moment-${entry.number}` },
    h("summary", {},
      h("span", { class: "ordinal" }, index + 1),
      h("time", { datetime: entry.at, title: entry.at }, clockTime(entry.at)),
      h("span", { class: "since" }, `+${duration(sinceMs)}`),
      service(entry.service),
      h("span", { class: "what" }, h("span", { class: "title" }, linked(entry.title)), entry.note && h("span", { class: "note" }, linked(entry.note))),
      h("span", { class: "ids" }, ids.slice(0, IDS_MAX).map((id) => idLink(id, short(id)))),
      cause ? h("a", { class: "cause", href: `#moment-${cause.entry.number}`, title: `after: ${cause.entry.title}`, onclick: (event) => { event.preventDefault(); event.stopPropagation(); reveal(cause.entry.number); } }, `↳ ${cause.index + 1}`) : h("span", { class: "cause" }),
    ),
  );
  details.addEventListener("toggle", () => details.open && fill(details, entry));
  return h("li", { class: `moment ${entry.tone} ${entry.service}` }, details);
}

async function fill(details, entry) {
  if (details.querySelector(".opened")) return;
  const opened = h("div", { class: "opened" });
  details.append(opened);
  const { before, after } = await get(`/entries/${entry.number}`);
  const changed = difference(before, after);
  opened.append(
    h("p", {}, h("a", { href: `/console${entry.page}` }, "Show where it is now"), changed.size ? ` · changed: ${[...changed].join(", ")}` : ""),
    after === null || after === undefined ? h("p", { class: "soft" }, "It is gone. This was there before:") : "",
    jsonView(after ?? before ?? null, changed),
  );
}

function reveal(number) {
  const details = document.getElementById(`moment-${number}`);
  if (!details) return;
  details.scrollIntoView({ block: "center" });
  const row = details.parentElement;
  row.classList.remove("flash");
  requestAnimationFrame(() => row.classList.add("flash"));
  details.querySelector("summary").focus({ preventScroll: true });
}
