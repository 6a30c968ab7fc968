// One product on the table.

import { buy } from "./buying.js";
import { flash } from "./flash.js";
import { money } from "./money.js";
import { stepper } from "./stepper.js";
import { copyOf, places } from "./template.js";

/** Returns the card and a function that shows it in another currency. */
export function productCard(product, { currencyNow, onAdd }) {
  const card = copyOf("product");
  const at = places(card);
  at.name.textContent = product.name;
  at.description.textContent = product.description;
  at.vat.textContent =
    product.vat_percent === null ? "incl. tax" : `incl. ${product.vat_percent} % VAT`;
  at.art.append(copyOf(`art-${product.art}`));
  at.buy.setAttribute("aria-label", `Buy ${product.name}`);
  at.add.setAttribute("aria-label", `Add ${product.name} to the cart`);
  const quantity = stepper(at, product.name);

  at.add.addEventListener("click", () => {
    onAdd(product, quantity());
    flash(at.add, "Added");
  });
  at.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const lines = [{ sku: product.sku, quantity: quantity() }];
    buy({ lines, currency: currencyNow(), button: at.buy, problem: at.problem });
  });

  const show = (currency) => {
    const price = product.prices[currency];
    const isSold = price !== undefined;
    at.price.textContent = isSold ? money(price, currency) : `Not sold in ${currency.toUpperCase()}`;
    at.vat.hidden = !isSold;
    at.buy.disabled = !isSold;
    at.add.disabled = !isSold;
  };
  return { card, show };
}
