// ⌘K: go anywhere, do anything, or follow whatever id is typed.
import { doing } from "./toast.js";
import { h } from "./dom.js";
import { followPath } from "./ids.js";
import { PLACES, pathOf } from "./places.js";
import { post } from "./api.js";
import { go } from "./router.js";

const clock = (words, body) => ({ title: words, hint: "Clock", act: () => doing(words, () => post("/v1/clock", body)) });

const COMMANDS = [
  ...PLACES.map((place) => ({ title: place.title, hint: `g ${place.key}`, act: () => go(pathOf(place)) })),
  clock("Advance the clock by 1 minute", { advance_seconds: 60 }),
  clock("Advance the clock by 1 hour", { advance_seconds: 3600 }),
  clock("Advance the clock by 1 day", { advance_seconds: 86_400 }),
  clock("Advance the clock by 30 days", { advance_seconds: 2_592_000 }),
  clock("Pause the clock", { pause: true }),
  clock("Resume the clock", { resume: true }),
  { title: "Open the shop", hint: "", act: () => location.assign("/") },
  { title: "Open the inbox", hint: "", act: () => location.assign("/inbox") },
];

export function openPalette() {
  if (document.querySelector("dialog[open]")) return;
  const input = h("input", { type: "text", placeholder: "Go to…, or an id to follow", "aria-label": "Command or id", role: "combobox", "aria-controls": "commands", "aria-expanded": "true", autocomplete: "off", spellcheck: "false" });
  const list = h("ul", { id: "commands", role: "listbox", "aria-label": "Commands" });
  const dialog = h("dialog", { class: "palette", "aria-label": "Command palette" }, input, list);
  let shown = [];
  let chosen = 0;

  const mark = () => {
    [...list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
    if (list.children[chosen]) input.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const close = () => dialog.close();
  const run = (command) => {
    close();
    command.act();
  };
  const fill = () => {
    const words = input.value.trim();
    const follow = { title: `Follow ${words}`, hint: "⏎", act: () => go(followPath(words)) };
    const matching = COMMANDS.filter((one) => fits(one.title, words));
    shown = words ? (/[_\d]/.test(words) ? [follow, ...matching] : [...matching, follow]) : matching;
    chosen = 0;
    list.replaceChildren(
      ...shown.map((one, index) =>
        h("li", { role: "option", id: `command-${index}`, onclick: () => run(one) }, h("span", {}, one.title), h("kbd", {}, one.hint)),
      ),
    );
    mark();
  };
  input.addEventListener("input", fill);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      chosen = (chosen + step + shown.length) % shown.length;
      mark();
    } else if (event.key === "Enter" && shown[chosen]) {
      event.preventDefault();
      run(shown[chosen]);
    }
  });
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  fill();
}

// Every word begins somewhere in the title.
const fits = (title, words) => words.toLowerCase().split(/\s+/).every((word) => title.toLowerCase().includes(word));
