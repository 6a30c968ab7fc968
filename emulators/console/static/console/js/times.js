// Instants as people read them here: always UTC, as in the logs.
import { cloudNow } from "./cloud_time.js";
import { h } from "./dom.js";

const two = (number) => String(number).padStart(2, "0");

export function clockTime(iso, { millis = true } = {}) {
  const at = new Date(iso);
  const seconds = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return millis ? `${seconds}.${String(at.getUTCMilliseconds()).padStart(3, "0")}` : seconds;
}

export const day = (iso) => new Date(iso).toISOString().slice(0, 10);

export function time(iso) {
  if (!iso) return "";
  const isToday = day(iso) === new Date(cloudNow()).toISOString().slice(0, 10);
  return h("time", { datetime: iso, title: iso }, isToday ? "" : h("span", { class: "day" }, `${day(iso)} `), clockTime(iso, { millis: false }));
}

export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${(ms / 3_600_000).toFixed(1)} h`;
  return `${Math.round(ms / 86_400_000)} days`;
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function money(minor, currency) {
  if (minor === null || minor === undefined || !currency) return "";
  const format = new Intl.NumberFormat("en", { style: "currency", currency: currency.toUpperCase() });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}
