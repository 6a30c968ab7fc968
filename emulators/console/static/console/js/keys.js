// Keys as in a mail program: one letter does one thing, unless somebody is typing.

const SEQUENCE_MS = 1200;
const actions = new Map();
let leader = 0;

export const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

// `key` is what the browser calls it, or `g x` for x after g.
export function onKey(key, action, signal) {
  actions.set(key, action);
  signal?.addEventListener("abort", () => actions.get(key) === action && actions.delete(key));
}

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") return run("palette", event);
    if (event.metaKey || event.ctrlKey) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "g" && Date.now() - leader > SEQUENCE_MS) {
      leader = Date.now();
      return;
    }
    const isSecond = Date.now() - leader <= SEQUENCE_MS;
    leader = 0;
    run(isSecond ? `g ${event.key}` : event.key, event);
  });
}

function run(key, event) {
  const action = actions.get(key);
  if (!action) return;
  if (action(event) !== false) event.preventDefault();
}
