// The four things that happen to an order, and what corrects its invoice: a list that fills itself.

import { reachable } from "./address.js";
import { money } from "./money.js";
import { copyOf, places } from "./template.js";

const CORRECTIONS = { credit_note: "Credit note", reversal: "Reversal" };
const SAID = { done: "done", now: "in progress", later: "not yet", never: "not coming", wrong: "failed" };
const OVER = ["failed", "expired"];

/** Each step: [state, title, ...details]; a detail is text or an element. */
function steps(order) {
  return [placed(order), payment(order), invoice(order), receipt(order), ...corrections(order)];
}

function placed(order) {
  return ["done", "Order placed", clock(order.created_at, "")];
}

function payment({ status, created_at: placedAt, paid_at: paidAt }) {
  if (paidAt) return ["done", "Payment received", clock(paidAt, placedAt)];
  if (status === "failed") return ["wrong", "Payment failed"];
  if (status === "expired") return ["wrong", "Not paid in time"];
  if (status === "awaiting_funds") return ["now", "Payment", "Waiting for the bank"];
  return ["now", "Payment", "Waiting for the card. In this demo: 4242 4242 4242 4242, any future date, any CVC."];
}

function invoice({ status, invoice: document, documents = [] }) {
  if (!document && OVER.includes(status)) return ["never", "No invoice", "Nothing was sold"];
  if (!document) return status === "paid" ? ["now", "Invoice", "Taking the next number"] : ["later", "Invoice"];
  const title = `Invoice ${document.number} issued`;
  if (!document.pdf_url) return ["now", title, "Setting the page"];
  const same = documents.find(({ number }) => number === document.number);
  return ["done", title, ...files({ ...same, pdf_url: document.pdf_url })];
}

/** Credit notes, and the reversals of refunds that never arrived. */
function corrections({ currency, documents = [] }) {
  return documents
    .filter(({ kind }) => kind in CORRECTIONS)
    .map((document) => {
      const title = `${CORRECTIONS[document.kind]} ${document.number} issued`;
      const amount = `${money(document.total_minor, currency)} · `;
      return document.pdf_url
        ? ["done", title, amount, ...files(document)]
        : ["now", title, amount, "Setting the page"];
    });
}

function files({ pdf_url: pdf, xml_url: xml }) {
  const links = [link("Open the PDF", reachable(pdf))];
  return xml ? [...links, " · ", link("XML", reachable(xml))] : links;
}

function receipt({ status, created_at: placedAt, invoice: document, receipt: mail }) {
  if (!mail && OVER.includes(status)) return ["never", "No receipt", "Nothing was paid"];
  if (!mail) return [document?.pdf_url ? "now" : "later", "Receipt"];
  switch (mail.status) {
    case "sent":
      return ["done", "Receipt e-mailed", clock(mail.sent_at, placedAt), " · ", link("Read it in the inbox", letter(mail))];
    case "failed":
      return ["wrong", "The receipt could not be delivered", "The invoice above is the same document."];
    case "unknown":
      return ["now", "Receipt handed over", "Waiting for the mail service to confirm it"];
    default:
      return ["now", "Receipt", "In the post room"];
  }
}

/** The address of a receipt's e-mail in the inbox. */
export function letter(mail) {
  return `/inbox/receipt/${encodeURIComponent(mail.id)}`;
}

/** With its date, unless it was on the day of `placedAt`: that one stands above. */
function clock(instant, placedAt) {
  const isSameDay = new Date(instant).toDateString() === new Date(placedAt).toDateString();
  const time = document.createElement("time");
  time.dateTime = instant;
  time.textContent = new Date(instant).toLocaleString("en-GB", {
    ...(isSameDay ? {} : { dateStyle: "medium" }),
    timeStyle: "medium",
  });
  time.title = new Date(instant).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "long" });
  return time;
}

function link(text, address) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = text;
  return anchor;
}

export function showTimeline(list, order) {
  steps(order).forEach(([state, title, ...details], n) => {
    if (!list.children[n]) list.append(copyOf("step"));
    const item = list.children[n];
    const at = places(item);
    item.className = `step ${state}`;
    at.title.textContent = title;
    at.state.textContent = `(${SAID[state]})`;
    at.detail.replaceChildren(...details);
  });
}
