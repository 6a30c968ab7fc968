// The cloud's time, at the foot of the navigation: it ticks here between two words of the server.
import { cloudClock, cloudNow, hear } from "./cloud_time.js";
import { h } from "./dom.js";
import { onNews } from "./live.js";
import { clockTime, day, duration } from "./times.js";

const TICK_MS = 250;
const SAME_MS = 1500;

export function showClock(element) {
  const date = h("span", { class: "clock-day" });
  const hours = h("strong", {});
  const state = h("span", { class: "clock-state" });
  element.append(date, hours, state);
  onNews((news) => hear(news.clock));
  const tick = () => {
    const iso = new Date(cloudNow()).toISOString();
    date.textContent = day(iso);
    hours.textContent = clockTime(iso, { millis: false });
    state.textContent = words();
    element.dataset.state = cloudClock()?.is_paused ? "paused" : state.textContent ? "moved" : "real";
  };
  setInterval(tick, TICK_MS);
  tick();
}

export function words() {
  const told = cloudClock();
  if (!told) return "";
  const offset = cloudNow() - Date.now();
  const moved = Math.abs(offset) < SAME_MS ? "" : `${offset > 0 ? "+" : "−"}${duration(Math.abs(offset))}`;
  return [told.is_paused ? "paused" : told.speed === 1 ? "" : `×${told.speed}`, moved].filter(Boolean).join(" · ");
}
