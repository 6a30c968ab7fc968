// The clock of the whole cloud: let time pass, stop it, or make it run.
import { get, post } from "../api.js";
import { words } from "../clock.js";
import { cloudNow, hear } from "../cloud_time.js";
import { button, h } from "../dom.js";
import { pageHead, section } from "../parts.js";
import { clockTime, day, time } from "../times.js";
import { doing } from "../toast.js";

const TICK_MS = 100;
const STEPS = [["1 minute", 60], ["10 minutes", 600], ["1 hour", 3600], ["1 day", 86_400], ["7 days", 604_800], ["30 days", 2_592_000]];
const SPEEDS = [1, 10, 60, 3600];
export const title = "Clock";

export async function show({ main, signal }) {
  const face = h("p", { class: "face" });
  const state = h("p", { class: "soft" });
  const next = h("tbody");
  const load = async () => {
    const { rows } = await get("/schedules");
    const sorted = rows.sort((one, other) => one.next_at.localeCompare(other.next_at));
    next.replaceChildren(...sorted.map((row) => h("tr", {}, h("td", {}, h("a", { href: "/console/schedules" }, row.name)), h("td", { class: "when" }, time(row.next_at)), h("td", { class: "mono" }, row.schedule))));
  };
  const move = async (done, body) => {
    const told = await doing(done, () => post("/v1/clock", body));
    if (told) hear(told);
    await load();
  };
  const to = h("input", { type: "datetime-local", step: 1, "aria-label": "Until, UTC" });
  main.append(
    pageHead(title, "One clock for every service and every function."),
    face, state,
    section("Let time pass", h("p", { class: "soft" }, "Every timer on the way runs, in order, at the instant it was due."), h("div", { class: "actions" }, STEPS.map(([label, seconds]) => button(`+ ${label}`, () => move(`${label} later`, { advance_seconds: seconds })))),
      h("form", { class: "line", onsubmit: (event) => { event.preventDefault(); if (to.value) move("It is then", { to: `${to.value}Z` }); } }, h("label", {}, "until ", to, " UTC"), h("button", { class: "button" }, "Go"))),
    section("Speed", h("div", { class: "actions" }, button("Pause", () => move("The clock stands", { pause: true })), button("Resume", () => move("The clock runs", { resume: true })), SPEEDS.slice(1).map((speed) => button(`× ${speed}`, () => move(`${speed} times as fast`, { speed }))))),
    section("What comes next", h("table", { class: "small" }, next)),
  );
  const tick = () => {
    const iso = new Date(cloudNow()).toISOString();
    face.replaceChildren(h("span", { class: "soft" }, day(iso)), " ", clockTime(iso, { millis: false }), h("small", {}, ` .${iso.slice(20, 21)}`));
    state.textContent = words() || "the machine's own time";
  };
  const timer = setInterval(tick, TICK_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  tick();
  await load();
}
