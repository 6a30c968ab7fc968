// What is in the cart, kept by the browser across visits.

import { clamp } from "./stepper.js";

const PLACE = "nordljus cart";

export class Cart {
  constructor() {
    this.quantities = new Map(stored());
    this.listeners = [];
  }

  onChange(listener) {
    this.listeners.push(listener);
    listener();
  }

  add(sku, quantity) {
    this.set(sku, (this.quantities.get(sku) ?? 0) + quantity);
  }

  /** A quantity of nought takes the product out. */
  set(sku, quantity) {
    if (quantity < 1) this.quantities.delete(sku);
    else this.quantities.set(sku, clamp(quantity));
    localStorage.setItem(PLACE, JSON.stringify([...this.quantities]));
    for (const listener of this.listeners) listener();
  }

  /** Forgets products that are no longer in the catalogue. */
  keepOnly(skus) {
    for (const sku of this.quantities.keys()) if (!skus.has(sku)) this.set(sku, 0);
  }

  get count() {
    return [...this.quantities.values()].reduce((sum, quantity) => sum + quantity, 0);
  }

  get lines() {
    return [...this.quantities].map(([sku, quantity]) => ({ sku, quantity }));
  }
}

/** What was bought is no longer in the cart. */
export function emptyCart() {
  localStorage.removeItem(PLACE);
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "[]");
  } catch {
    // Another program at this address has written here; its note is not a cart.
    return [];
  }
}
