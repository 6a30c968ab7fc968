// What an order's status means to the buyer.

import { money } from "./money.js";

// As the mail about it says.
const FAILED =
  "The payment did not go through. Nothing was charged, and this order has ended. " +
  "If you still want it, you can order again and choose another way to pay.";

/** mood: waiting, paid or ended. */
const WORDS = {
  creating: ["waiting", "One moment…", "Your order is being written down."],
  open: ["waiting", "Waiting for your payment", "This page turns to paid by itself, a moment after the card is accepted."],
  awaiting_funds: ["waiting", "The money is on its way", "Your bank has been asked for the money; it can take some days."],
  paid: ["paid", "Paid. Tack!", "Thank you. Your invoice and your receipt follow within a moment."],
  failed: ["ended", "Your payment failed", FAILED],
  expired: ["ended", "This order has expired", "It was not paid in time, and nothing was charged."],
  review: ["waiting", "We are looking at this payment", "The amount is not what we asked for, so a person decides. We will write to you."],
};

const SOLD_ON = "Thank you. The invoice comes from our payment partner, who is the seller on it.";
const DONE = "Everything is done: the invoice is written and the receipt is in the inbox.";

export function words(order) {
  if (refundedOf(order) > 0) return wordsOfRefund(order);
  const known = WORDS[order.status] ?? ["waiting", `Status: ${order.status}`, ""];
  const [mood, headline, explanation] = known;
  const end = isSoldOn(order) ? SOLD_ON : DONE;
  return { mood, headline, explanation: isComplete(order) && mood === "paid" ? end : explanation };
}

function wordsOfRefund(order) {
  const [back, total] = [refundedOf(order), order.total_minor].map((minor) => money(minor, order.currency));
  if (refundedOf(order) >= order.total_minor) {
    return { mood: "ended", headline: "Refunded", explanation: `All of it, ${back}, goes back the way you paid.` };
  }
  const headline = `Partly refunded: ${back} of ${total}`;
  return { mood: "paid", headline, explanation: `${back} goes back the way you paid.` };
}

/** In minor units. */
export function refundedOf(order) {
  return order.refunded_minor ?? 0;
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
  return order.status === "paid" && Boolean(order.invoice?.pdf_url) && isReceiptSettled && isCredited(order);
}

/** Every correction that was made is numbered and drawn. */
function isCredited({ documents = [], ...order }) {
  const corrections = documents.filter(({ kind }) => kind !== "invoice");
  return corrections.every(({ pdf_url: pdf }) => pdf) && (refundedOf(order) === 0 || corrections.length > 0);
}
