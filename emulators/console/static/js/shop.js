// The front page.

import { reachable } from "./address.js";
import { Cart } from "./cart.js";
import { cartSheet } from "./cart_sheet.js";
import { catalogue } from "./checkout_api.js";
import { wireCopying } from "./copying.js";
import { currencySwitch } from "./currency.js";
import { productCard } from "./product_card.js";
import { copyOf, places } from "./template.js";

const PATIENCE_MS = 1500;

async function openShop() {
  const status = document.getElementById("catalogue-status");
  for (;;) {
    try {
      fill(await catalogue());
      status.hidden = true;
      return;
    } catch (problem) {
      status.textContent = `${problem.message} Trying again…`;
      if (problem.status === undefined) throw problem;
      await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    }
  }
}

function fill({ products, currencies, default_currency: preset, links }) {
  const cart = new Cart();
  cart.keepOnly(new Set(products.map(({ sku }) => sku)));
  const views = [];
  const showIn = (currency) => views.forEach((show) => show(currency));
  const currencyNow = currencySwitch(currencies, preset, showIn);

  const cards = products.map((product) => {
    const onAdd = ({ sku }, quantity) => cart.add(sku, quantity);
    const { card, show } = productCard(product, { currencyNow, onAdd });
    views.push(show);
    return card;
  });
  document.getElementById("products").replaceChildren(...cards);
  views.push(cartSheet(cart, new Map(products.map((product) => [product.sku, product])), currencyNow));
  showIn(currencyNow());
  fillLinks(links ?? []);
}

function fillLinks(links) {
  document.getElementById("by-link").hidden = links.length === 0;
  const items = links.map((link) => {
    const item = copyOf("payment-link");
    const at = places(item);
    const address = reachable(link.url);
    at.title.textContent = `${link.title} (${link.currency.toUpperCase()})`;
    at.title.href = address;
    at.url.textContent = address;
    at.copy.dataset.copy = address;
    at.copy.setAttribute("aria-label", `Copy the link to ${link.title}`);
    return item;
  });
  document.getElementById("links").replaceChildren(...items);
}

wireCopying();
openShop();
