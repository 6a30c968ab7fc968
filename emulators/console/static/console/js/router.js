// Paths below /console, without loading the page anew.

const ROOT = "/console";
let leaving = new AbortController();

export function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"]({}, "", path.startsWith(ROOT) ? path : ROOT + path);
  render();
}

let render = () => {};

// `pages` maps the first part of a path to what shows it.
export function route(pages, main, arrived) {
  render = async () => {
    leaving.abort();
    leaving = new AbortController();
    const signal = leaving.signal;
    const parts = location.pathname.slice(ROOT.length).split("/").filter(Boolean).map(decodeURIComponent);
    const [name = "", ...rest] = parts;
    const page = pages[name] ?? pages.missing;
    document.title = `${page.title} · Console`;
    arrived(name);
    main.replaceChildren();
    await page.show({ main, rest, query: new URLSearchParams(location.search), signal });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !(url.pathname === ROOT || url.pathname.startsWith(`${ROOT}/`)) || url.pathname.startsWith(`${ROOT}/api/`)) return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
  addEventListener("popstate", () => render());
  render();
}
