// A journey as a picture: a lane for each service, a dot for each moment, a line to its cause.
import { svg } from "./dom.js";
import { SERVICES } from "./parts.js";
import { duration } from "./times.js";

const WIDTH_MIN = 560;
const LEFT = 84;
const LANE = 26;
const TOP = 14;
const ORDER = ["stripe", "functions", "pubsub", "tasks", "firestore", "storage", "ses"];
const STEP_MS_MAX = 400;
const STEP_MS_MIN = 8;
// Long pauses are drawn short, and what came at once is drawn apart.

// `width` is that of the page, so that nothing is scaled.
export function lanes(entries, chosen, pageWidth) {
  const width = Math.max(WIDTH_MIN, pageWidth);
  const names = ORDER.filter((name) => entries.some((entry) => entry.service === name));
  const xs = places(entries, width);
  const y = (name) => TOP + names.indexOf(name) * LANE + LANE / 2;
  const height = TOP + names.length * LANE + 22;
  const picture = svg("svg", { class: "lanes", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${entries.length} moments in ${names.length} services` });
  for (const name of names) {
    picture.append(svg("line", { class: "lane", x1: LEFT, x2: width - 14, y1: y(name), y2: y(name) }), text({ class: `lane-name ${name}`, x: LEFT - 12, y: y(name) + 4, "text-anchor": "end" }, SERVICES[name]));
  }
  const at = new Map(entries.map((entry, index) => [entry.number, { x: xs[index], y: y(entry.service) }]));
  for (const entry of entries) {
    const from = at.get(entry.cause);
    if (from) picture.append(svg("path", { class: `link ${entry.tone}`, d: curve(from, at.get(entry.number)) }));
  }
  for (const entry of entries) picture.append(dot(entry, at.get(entry.number), chosen));
  picture.append(...scale(entries, xs, height));
  return picture;
}

function places(entries, width) {
  let sum = 0;
  const sums = entries.map((entry, index) => {
    const gap = index ? Date.parse(entry.at) - Date.parse(entries[index - 1].at) : 0;
    sum += index ? Math.min(STEP_MS_MAX, Math.max(STEP_MS_MIN, gap)) : 0;
    return sum;
  });
  return sums.map((one) => LEFT + 10 + (sum ? (one / sum) * (width - LEFT - 40) : 0));
}

function curve(from, to) {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

function dot(entry, { x, y }, chosen) {
  const circle = svg("circle", { class: `dot ${entry.service} ${entry.tone}`, cx: x, cy: y, r: 4.5, onclick: () => chosen(entry.number) });
  circle.append(svg("title"));
  circle.firstChild.textContent = entry.title;
  return circle;
}

function scale(entries, xs, height) {
  const begin = Date.parse(entries[0].at);
  const marks = [];
  let last = -Infinity;
  entries.forEach((entry, index) => {
    const isLast = index === entries.length - 1;
    if (xs[index] - last < 110 || (!isLast && xs.at(-1) - xs[index] < 110 && index > 0)) return;
    last = xs[index];
    marks.push(text({ class: "scale", x: xs[index], y: height - 5, "text-anchor": isLast ? "end" : "middle" }, `+${duration(Date.parse(entry.at) - begin)}`));
  });
  return marks;
}

function text(attributes, words) {
  const element = svg("text", attributes);
  element.textContent = words;
  return element;
}
