// What an order's status means to the buyer.

/** mood: waiting, paid or ended. */
const WORDS = {
  creating: ["waiting", "One moment…", "Your order is being written down."],
  open: ["waiting", "Waiting for your payment", "This page turns to paid by itself, a moment after the card is accepted."],
  awaiting_funds: ["waiting", "The money is on its way", "Your bank has accepted the payment. It can take some days to arrive."],
  paid: ["paid", "Paid. Tack!", "Thank you. Your invoice and your receipt follow within a moment."],
  failed: ["waiting", "The payment failed", "Nothing was charged. You can try again with another card."],
  expired: ["ended", "This order has expired", "It was not paid in time, and nothing was charged."],
  review: ["waiting", "We are looking at this payment", "The amount is not what we asked for, so a person decides. We will write to you."],
};

const SOLD_ON = "Thank you. The invoice comes from our payment partner, who is the seller on it.";
const DONE = "Everything is done: the invoice is written and the receipt is in the inbox.";

export function words(order) {
  const known = WORDS[order.status] ?? ["waiting", `Status: ${order.status}`, ""];
  const [mood, headline, explanation] = known;
  const end = isSoldOn(order) ? SOLD_ON : DONE;
  return { mood, headline, explanation: isComplete(order) && mood === "paid" ? end : explanation };
}

/** A merchant of record sells it in its own name, and issues the documents. */
function isSoldOn(order) {
  return order.documents_by === "provider";
}

/** Nothing more will happen to it. */
export function isComplete(order) {
  if (order.status === "expired") return true;
  if (order.status === "paid" && isSoldOn(order)) return true;
  const isReceiptSettled = ["sent", "failed"].includes(order.receipt?.status);
  return order.status === "paid" && Boolean(order.invoice?.pdf_url) && isReceiptSettled;
}
