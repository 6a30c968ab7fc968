// The slip of paper beside an order: lines and totals.

import { money } from "./money.js";
import { refundedOf } from "./order_words.js";
import { copyOf, places } from "./template.js";

export function showSlip(slip, order) {
  const at = places(slip);
  const rows = order.lines.map((line) => {
    const row = copyOf("slip-line");
    const cell = places(row);
    cell.name.textContent = line.name;
    cell.quantity.textContent =
      line.quantity > 1 ? `${line.quantity} × ${money(line.unit_minor, order.currency)}` : "";
    cell.total.textContent = money(line.total_minor, order.currency);
    return row;
  });
  at.lines.replaceChildren(...rows);
  // The slip's own total comes after those of its lines.
  slip.querySelector("tfoot [data-total]").textContent = money(order.total_minor, order.currency);
  at.tax.textContent = order.tax_minor === null ? "–" : money(order.tax_minor, order.currency);
  at.refund.hidden = refundedOf(order) === 0;
  at.refunded.textContent = money(refundedOf(order), order.currency);
  at.id.textContent = order.id;
  slip.hidden = false;
}
