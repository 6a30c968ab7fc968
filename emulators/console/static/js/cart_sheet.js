// The cart at the side of the page.

import { buy } from "./buying.js";
import { money } from "./money.js";
import { copyOf, places } from "./template.js";

/** Returns a function that shows the cart in another currency. */
export function cartSheet(cart, products, currencyNow) {
  const sheet = document.getElementById("cart");
  const at = places(sheet);
  const open = document.getElementById("open-cart");
  const count = document.getElementById("cart-count");

  open.addEventListener("click", () => sheet.showModal());
  at.close.addEventListener("click", () => sheet.close());
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
  at.form.addEventListener("submit", (event) => {
    event.preventDefault();
    buy({ lines: cart.lines, currency: currencyNow(), button: at.buy, problem: at.problem });
  });

  const show = () => {
    const currency = currencyNow();
    const prices = cart.lines.map(({ sku, quantity }) => products.get(sku).prices[currency] * quantity);
    const total = prices.reduce((sum, price) => sum + price, 0);
    count.textContent = cart.count;
    count.classList.toggle("some", cart.count > 0);
    at.empty.hidden = cart.count > 0;
    at.form.hidden = cart.count === 0;
    at.buy.disabled = Number.isNaN(total);
    at.total.textContent = priceText(total, currency);
    at.lines.replaceChildren(
      ...cart.lines.map((line, n) => cartLine(cart, products.get(line.sku), line, priceText(prices[n], currency))),
    );
  };
  cart.onChange(show);
  return show;
}

function priceText(minor, currency) {
  return Number.isNaN(minor) ? `not sold in ${currency.toUpperCase()}` : money(minor, currency);
}

function cartLine(cart, product, { sku, quantity }, price) {
  const line = copyOf("cart-line");
  const at = places(line);
  at.art.append(copyOf(`art-${product.art}`));
  at.name.textContent = product.name;
  at.quantity.textContent = quantity;
  at.quantityGroup.setAttribute("aria-label", `How many of ${product.name}`);
  at.price.textContent = price;
  at.less.addEventListener("click", () => cart.set(sku, quantity - 1));
  at.more.addEventListener("click", () => cart.set(sku, quantity + 1));
  return line;
}
