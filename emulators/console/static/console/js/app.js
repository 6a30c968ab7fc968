// The console: one page, filled for each path.
import { h } from "./dom.js";
import { showClock } from "./clock.js";
import { openHelp } from "./help.js";
import { listenToKeys, onKey } from "./keys.js";
import { listen } from "./live.js";
import { buildNav, mark } from "./nav.js";
import { openPalette } from "./palette.js";
import { PLACES, pathOf } from "./places.js";
import { go, route } from "./router.js";
import * as activity from "./pages/activity.js";
import * as clock from "./pages/clock.js";
import * as deadLetters from "./pages/dead_letters.js";
import * as documents from "./pages/documents.js";
import * as events from "./pages/events.js";
import * as faults from "./pages/faults.js";
import * as follow from "./pages/follow.js";
import * as functions from "./pages/functions.js";
import * as mails from "./pages/mails.js";
import * as objects from "./pages/objects.js";
import * as schedules from "./pages/schedules.js";
import * as snapshots from "./pages/snapshots.js";
import * as stripe from "./pages/stripe.js";
import * as tasks from "./pages/tasks.js";
import * as topics from "./pages/topics.js";

const missing = {
  title: "Nothing here",
  show: ({ main }) => main.append(h("h1", {}, "Nothing here"), h("p", {}, "This address leads nowhere.")),
};
const pages = { "": activity, "dead-letters": deadLetters, clock, documents, events, faults, follow, functions, mails, objects, schedules, snapshots, stripe, tasks, topics, missing };

function chooseTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("console.theme", root.dataset.theme);
}

const main = document.getElementById("main");
buildNav(document.getElementById("nav"));
showClock(document.getElementById("clock"));
listen(document.getElementById("live"));
listenToKeys();
for (const place of PLACES) onKey(`g ${place.key}`, () => go(pathOf(place)));
onKey("palette", openPalette);
onKey("f", openPalette);
onKey("?", openHelp);
if (!/mac/i.test(navigator.userAgent)) document.querySelector("#open-palette kbd").textContent = "Ctrl K";
document.getElementById("open-palette").addEventListener("click", openPalette);
document.getElementById("help").addEventListener("click", openHelp);
document.getElementById("theme").addEventListener("click", chooseTheme);
route(pages, main, mark);
