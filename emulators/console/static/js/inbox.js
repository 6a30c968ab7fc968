// The list of messages, which looks for new mail by itself.

import { localiseTimes } from "./times.js";
import { Patience } from "./waiting.js";

const hrefs = (root) => [...root.querySelectorAll("a")].map((link) => link.getAttribute("href"));

async function freshList() {
  const response = await fetch(location.href, { cache: "no-store" });
  // A receipt that was waited for has come: the server shows it instead of the list.
  if (response.redirected) location.href = response.url;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.getElementById("messages");
}

async function watch() {
  const patience = new Patience();
  for (;;) {
    await patience.wait();
    const list = document.getElementById("messages");
    const fresh = await freshList().catch(() => null); // the next round asks again
    if (!fresh || fresh.innerHTML === shown) continue;
    shown = fresh.innerHTML;
    const known = new Set(hrefs(list));
    list.replaceChildren(...fresh.childNodes);
    for (const link of list.querySelectorAll("li > a")) {
      link.parentElement.classList.toggle("new", !known.has(link.getAttribute("href")));
    }
    localiseTimes();
    patience.renew();
  }
}

let shown = document.getElementById("messages").innerHTML;
localiseTimes();
watch();
