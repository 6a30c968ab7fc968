// From a click to the payment page: one idempotency key for one wish, kept until it is answered.

import { placeOrder } from "./checkout_api.js";

const ATTEMPTS_MAX = 5;

function keyFor(body) {
  const name = `wish ${body}`;
  const key = sessionStorage.getItem(name) ?? crypto.randomUUID();
  sessionStorage.setItem(name, key);
  return key;
}

function settle(body) {
  sessionStorage.removeItem(`wish ${body}`);
}

/** Resolves to the address of the payment page. `onWait` hears why it takes longer. */
async function checkoutUrl(body, onWait) {
  const key = keyFor(body);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await placeOrder(body, key);
      settle(body);
      return answer.checkout_url;
    } catch (problem) {
      if (!problem.isOpen) settle(body);
      if (!problem.isOpen || attempt === ATTEMPTS_MAX) throw problem;
      onWait(problem);
      await new Promise((resolve) => setTimeout(resolve, problem.retryAfter * 1000));
    }
  }
}

/** `lines` is [{sku, quantity}]. The button is busy until the browser has left the page. */
export async function buy({ lines, currency, button, problem }) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const label = button.textContent;
  const rest = () => {
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  };
  button.setAttribute("aria-disabled", "true");
  button.textContent = "Opening…";
  problem.hidden = true;
  const say = (error) => {
    problem.textContent = error.message;
    problem.hidden = false;
  };
  // A page that is brought back by the back button must not stay busy.
  window.addEventListener("pageshow", rest, { once: true });
  try {
    const body = JSON.stringify({ lines, currency, return: "shop" });
    location.href = await checkoutUrl(body, say);
  } catch (error) {
    rest();
    say(error);
  }
}
