// One message: how its HTML looks in other colours and widths.

import { localiseTimes } from "./times.js";

const frame = document.getElementById("body");
const looks = document.getElementById("looks");
const table = document.getElementById("light-table");

function fit() {
  const page = frame.contentDocument?.documentElement;
  if (!page) return;
  frame.style.height = "0";
  frame.style.height = `${page.scrollHeight}px`;
}

function wire() {
  looks.hidden = false;
  looks.addEventListener("change", () => {
    const { scheme, width } = Object.fromEntries(new FormData(looks));
    const address = new URL(frame.src);
    const isOtherScheme = address.searchParams.get("scheme") !== scheme;
    table.dataset.width = width;
    table.dataset.scheme = scheme;
    address.searchParams.set("scheme", scheme);
    if (isOtherScheme) frame.src = address.href;
  });
  frame.addEventListener("load", fit);
  new ResizeObserver(fit).observe(table);
  frame.addEventListener("transitionend", fit);
  fit();
}

localiseTimes();
if (frame) wire();
