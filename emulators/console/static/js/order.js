// The order page: asks how the order is doing until there is nothing more to hear.

import { emptyCart } from "./cart.js";
import { order as fetchOrder } from "./checkout_api.js";
import { isComplete, refundedOf, words } from "./order_words.js";
import { showSlip } from "./slip.js";
import { places } from "./template.js";
import { letter, showTimeline } from "./timeline.js";
import { Patience } from "./waiting.js";

const page = document.getElementById("order");
const at = places(page);
const status = page.querySelector(".status");

function show(order) {
  const { mood, headline, explanation } = words(order);
  page.dataset.mood = mood;
  page.setAttribute("aria-busy", "false");
  say(headline, explanation);
  showTimeline(at.timeline, order);
  showSlip(at.slip, order);
  at.actions.replaceChildren(...actions(order, mood));
  if (mood === "paid" && refundedOf(order) === 0) emptyCart(); // a refund is read of days later, over a new cart
}

/** Written only when it differs, because a screen reader reads out every change. */
function say(headline, explanation) {
  if (at.headline.textContent !== headline) {
    at.headline.textContent = headline;
    document.title = `${headline} · Nordljus Press`;
    status.classList.remove("changed");
    void status.offsetWidth; // lets the animation start over
    status.classList.add("changed");
  }
  if (at.explanation.textContent !== explanation) at.explanation.textContent = explanation;
}

function actions(order, mood) {
  if (mood === "waiting" && order.checkout_url) return [action("button", "Go to the payment page", order.checkout_url)];
  if (order.receipt?.status === "sent") {
    return [action("button", "Read the receipt", letter(order.receipt)), action("quiet-link", "Back to the shop", "/")];
  }
  if (order.status === "failed") return [action("button", "Order again", "/")];
  return mood === "ended" ? [action("button", "Back to the shop", "/")] : [];
}

function action(look, text, address) {
  const anchor = document.createElement("a");
  anchor.className = look;
  anchor.href = address;
  anchor.textContent = text;
  return anchor;
}

function complain(problem) {
  at.problem.textContent = problem.message;
  at.problem.hidden = false;
}

async function follow(token) {
  const patience = new Patience();
  for (let last = ""; ; await patience.wait()) {
    try {
      const order = await fetchOrder(token);
      at.problem.hidden = true;
      if (JSON.stringify(order) === last) continue;
      last = JSON.stringify(order);
      patience.renew();
      show(order);
      if (isComplete(order)) return;
    } catch (problem) {
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
        say("We cannot find this order", "Its address may have been cut short. Your e-mail has the whole of it.");
        page.dataset.mood = "ended";
        at.actions.replaceChildren(action("button", "Back to the shop", "/"));
        return;
      }
      complain(problem);
    }
  }
}

follow(page.dataset.token);
