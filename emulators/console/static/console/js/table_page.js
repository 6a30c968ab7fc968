// Most pages: a list of places on the left, rows in the middle, one thing opened on the right.
import { get } from "./api.js";
import { button, h } from "./dom.js";
import { onKey } from "./keys.js";
import { onNews } from "./live.js";
import { pageHead } from "./parts.js";
import { toast } from "./toast.js";

const LIMIT = 100;
const PAUSE_MS = 250;

// `spec`: title, note, columns [{title, cell, class}], path (of the API), key, open, services,
// and if need be places (an element beside the rows), tools, empty, query, selected.
export function tablePage({ main, signal }, spec) {
  const page = new TablePage(main, spec);
  onKey("j", () => page.move(1), signal);
  onKey("k", () => page.move(-1), signal);
  onKey("ArrowDown", () => page.move(1), signal);
  onKey("ArrowUp", () => page.move(-1), signal);
  onKey("Enter", (event) => (event.target.closest("a, button, summary") ? false : page.open()), signal);
  onKey("Escape", () => page.close(), signal);
  onKey("/", () => page.search.focus(), signal);
  onKey("]", () => page.turn(1), signal);
  onKey("[", () => page.turn(-1), signal);
  onNews((news) => news.services.some((one) => spec.services.includes(one)) && page.soon(), signal);
  signal.addEventListener("abort", () => clearTimeout(page.timer));
  return page;
}

class TablePage {
  constructor(main, spec) {
    Object.assign(this, { spec, rows: [], total: 0, offset: 0, at: -1, opened: null, timer: 0, seen: null, asked: 0 });
    this.search = h("input", { type: "search", class: "search", placeholder: "Search  /", "aria-label": `Search ${spec.title}`, oninput: () => this.restart() });
    this.body = h("tbody");
    this.range = h("p", { class: "range", "aria-live": "polite" });
    this.pages = h("div", { class: "pages" }, this.range, button("‹", () => this.turn(-1), { "aria-label": "Previous page" }), button("›", () => this.turn(1), { "aria-label": "Next page" }));
    this.detail = h("aside", { class: "detail", "aria-label": "Details", hidden: true });
    const head = h("thead", {}, h("tr", {}, spec.columns.map((column) => h("th", { scope: "col", class: column.class }, column.title))));
    const table = h("div", { class: "rows", role: "region", "aria-label": spec.title }, h("table", {}, head, this.body));
    const place = h("div", { class: "list" }, table, this.pages);
    main.append(pageHead(spec.title, spec.note, spec.tools, this.search), h("div", { class: "split" }, spec.places, place, this.detail));
    this.load();
  }

  async load() {
    this.timer = 0;
    const asked = ++this.asked;
    const query = { offset: this.offset, limit: LIMIT, words: this.search.value, ...this.spec.query };
    try {
      const answer = await get(this.spec.path, query);
      if (asked === this.asked) this.take(answer);
    } catch (error) {
      toast(error.message, "bad");
    }
  }

  take({ rows, total }) {
    const key = this.rows[this.at] && this.spec.key(this.rows[this.at]);
    Object.assign(this, { rows, total });
    this.at = rows.findIndex((row) => this.spec.key(row) === key);
    this.draw();
    this.openAgain();
    if (this.spec.selected) this.openSelected();
  }

  draw() {
    const before = this.seen;
    this.seen = new Set(this.rows.map(this.spec.key));
    this.body.replaceChildren(...this.rows.map((row, index) => this.line(row, index, before)));
    if (this.rows.length === 0) {
      const words = this.search.value ? "Nothing holds these words." : (this.spec.empty ?? "Nothing here yet.");
      this.body.append(h("tr", { class: "empty" }, h("td", { colspan: this.spec.columns.length }, words)));
    }
    const last = Math.min(this.offset + LIMIT, this.total);
    this.range.textContent = this.total ? `${this.offset + 1}–${last} of ${this.total.toLocaleString("en")}` : "";
    this.pages.hidden = this.total === 0;
    this.mark();
  }

  line(row, index, before) {
    const isNew = before && !before.has(this.spec.key(row)) && !this.offset;
    const select = (event) => {
      if (event.target.closest("a, button")) return;
      this.at = index;
      this.open();
    };
    return h("tr", { class: isNew ? "fresh" : null, onclick: select, "data-key": this.spec.key(row) }, this.spec.columns.map((column) => h("td", { class: column.class }, column.cell(row))));
  }

  mark() {
    [...this.body.children].forEach((line, index) => line.toggleAttribute("aria-selected", index === this.at));
  }

  move(step) {
    if (!this.rows.length) return;
    this.at = Math.max(0, Math.min(this.rows.length - 1, this.at + step));
    this.mark();
    this.body.children[this.at].scrollIntoView({ block: "nearest" });
    if (!this.detail.hidden) this.open();
  }

  turn(step) {
    const offset = this.offset + step * LIMIT;
    if (offset < 0 || offset >= this.total) return;
    Object.assign(this, { offset, at: -1, seen: null });
    this.load();
  }

  restart() {
    Object.assign(this, { offset: 0, at: -1, seen: null });
    this.soon();
  }

  soon() {
    this.timer ||= setTimeout(() => this.load(), PAUSE_MS);
  }

  openSelected() {
    this.at = this.rows.findIndex((row) => this.spec.key(row) === this.spec.selected);
    this.spec.selected = null;
    if (this.at >= 0) this.open();
  }

  open() {
    const row = this.rows[this.at];
    if (!row) return;
    this.opened = { key: this.spec.key(row), text: JSON.stringify(row) };
    this.mark();
    this.detail.replaceChildren(button("×", () => this.close(), { class: "plain close", "aria-label": "Close the details" }), ...this.spec.open(row, this));
    this.detail.hidden = false;
    this.detail.parentElement.classList.add("with-detail");
    this.detail.scrollTop = 0;
  }

  openAgain() {
    const row = this.opened && this.rows.find((one) => this.spec.key(one) === this.opened.key);
    if (row && JSON.stringify(row) !== this.opened.text) this.open();
  }

  close() {
    this.detail.hidden = true;
    this.detail.parentElement.classList.remove("with-detail");
    this.opened = null;
  }
}

// The list beside the rows: topics, queues, collections, buckets.
export function places(title, rows, current) {
  const items = rows.map((row) =>
    h("li", {}, h("a", { href: row.href, "aria-current": row.name === current ? "true" : null }, h("span", {}, row.name), h("span", { class: "count" }, row.count || ""), row.note && h("small", {}, row.note))),
  );
  return h("nav", { class: "places", "aria-label": title }, h("h2", {}, title), h("ul", {}, items));
}
