// `?`: what the keys do.
import { h } from "./dom.js";
import { PLACES } from "./places.js";

const KEYS = [
  ["j k", "next, previous row"],
  ["⏎", "open the row"],
  ["Esc", "close, or leave a field"],
  ["/", "search this page"],
  ["[ ]", "previous, next page"],
  ["f", "follow an id"],
  ["Ctrl+K", "command palette (⌘K on a Mac)"],
  ["?", "these keys"],
];

const row = ([keys, words]) => h("div", {}, h("dt", {}, keys.split(" ").map((key) => [h("kbd", {}, key), " "])), h("dd", {}, words));

export function openHelp() {
  if (document.querySelector("dialog[open]")) return;
  const places = PLACES.map((place) => row([`g ${place.key}`, place.title]));
  const close = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Close");
  const dialog = h("dialog", { class: "help", "aria-labelledby": "help-title" }, h("h2", { id: "help-title" }, "Keys"), h("dl", {}, KEYS.map(row), places), close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
