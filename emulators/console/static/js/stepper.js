// The − 1 + group around a quantity.

export const QUANTITY_MAX = 99;

export function clamp(quantity) {
  return Math.min(QUANTITY_MAX, Math.max(1, Math.trunc(Number(quantity)) || 1));
}

/** Wires a product's number field to its two buttons; returns a reader of the quantity. */
export function stepper({ quantity, less, more, quantityGroup }, name) {
  quantityGroup.setAttribute("aria-label", `How many of ${name}`);
  quantity.setAttribute("aria-label", `How many of ${name}`);
  const read = () => clamp(quantity.value);
  const step = (by) => () => {
    quantity.value = clamp(read() + by);
  };
  less.addEventListener("click", step(-1));
  more.addEventListener("click", step(+1));
  quantity.addEventListener("change", step(0));
  return read;
}
