// Where the checkout is. Its answers name the address it is deployed at, which may not be one
// this browser can reach, so paths are taken from there and the rest from here.

const checkout = new URL(document.querySelector('meta[name="checkout-url"]').content);

export function checkoutAddress(path) {
  return new URL(checkout.pathname.replace(/\/$/, "") + path, checkout).href;
}

export function reachable(url) {
  const { pathname, search } = new URL(url, checkout);
  return new URL(pathname + search, checkout).href;
}
