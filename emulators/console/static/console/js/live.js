// What the server says is new, as it happens. It goes on by itself after a break.

const listeners = new Set();
const EVERYTHING = ["firestore", "functions", "pubsub", "scheduler", "ses", "storage", "stripe", "tasks"];

export function onNews(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener("abort", () => listeners.delete(listener));
}

// A browser has six connections to one server for all of its pages together, so only a page that
// somebody looks at holds one.
export function listen(stateElement) {
  let source = null;
  let wasAway = false;
  const say = (state) => {
    stateElement.dataset.state = state;
    stateElement.textContent = state;
  };
  const hear = (message) => {
    say("live");
    const news = JSON.parse(message.data);
    if (wasAway) news.services = EVERYTHING;
    wasAway = false;
    for (const listener of listeners) listener(news);
  };
  const open = () => {
    source ??= new EventSource("/console/api/changes");
    source.onmessage = hear;
    source.onerror = () => {
      wasAway = true;
      say("waiting for the cloud");
    };
  };
  const close = () => {
    source?.close();
    source = null;
    wasAway = true;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
