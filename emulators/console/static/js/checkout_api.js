// The public checkout function, as any shop would call it.

import { checkoutAddress } from "./address.js";

/** `status` is 0 when there was no answer at all; `retryAfter` is in seconds. */
export class Problem extends Error {
  constructor(message, status, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may still succeed, so that its idempotency key must be kept. */
  get isOpen() {
    return this.status === 0 || this.status === 409 || this.status >= 500;
  }
}

export function catalogue() {
  return ask("/v1/catalog");
}

export function order(token) {
  return ask(`/v1/orders/${encodeURIComponent(token)}`);
}

export function placeOrder(body, key) {
  return ask("/v1/checkout", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body,
  });
}

async function ask(path, init) {
  const address = checkoutAddress(path);
  let response;
  try {
    response = await fetch(address, { ...init, credentials: "omit", cache: "no-store" });
  } catch {
    throw new Problem(`The checkout at ${new URL(address).origin} does not answer.`, 0, 1);
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const said = answer.detail ?? answer.title ?? `It answered ${response.status}.`;
  throw new Problem(said, response.status, Number(response.headers.get("Retry-After")) || 1);
}
