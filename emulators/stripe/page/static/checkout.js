// The page works without this file. It fills in test cards, spaces out digits and
// keeps an impatient second click from sending the form again.
"use strict";

const form = document.querySelector("[data-checkout]");
const number = document.getElementById("card_number");
const expiry = document.getElementById("card_expiry");
const cvc = document.getElementById("card_cvc");
const brand = document.querySelector("[data-brand]");

const BRANDS = [
  [/^3[47]/, "Amex"],
  [/^4/, "Visa"],
  [/^(5[1-5]|2[2-7])/, "Mastercard"],
  [/^(6011|65)/, "Discover"],
  [/^3[068]/, "Diners"],
  [/^35/, "JCB"],
  [/^62/, "UnionPay"],
];

function digits(field) {
  return field.value.replace(/\D/g, "");
}

function showCard() {
  const typed = digits(number);
  const known = BRANDS.find(([start]) => start.test(typed));
  const groups = known?.[1] === "Amex" ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?/ : /\d{1,4}/g;
  const parts = known?.[1] === "Amex" ? typed.match(groups)?.slice(1) : typed.match(groups);
  number.value = (parts ?? []).filter(Boolean).join(" ");
  brand.textContent = known?.[1] ?? "";
}

function showExpiry(event) {
  const typed = digits(expiry).slice(0, 6);
  const isErasing = event?.inputType?.startsWith("delete");
  if (typed.length > 2 || (typed.length === 2 && !isErasing)) {
    expiry.value = `${typed.slice(0, 2)} / ${typed.slice(2)}`;
  }
}

function fill(chip) {
  document.getElementById(chip.dataset.field).value = chip.dataset.number;
  if (chip.dataset.field === "card_number") {
    expiry.value = "12 / 34";
    cvc.value = chip.dataset.cvc;
    showCard();
  }
  fillIfEmpty("email", "ada@example.com");
  fillIfEmpty("name", "Ada Lovelace");
  fillIfEmpty("line1", "1 Test Street");
  fillIfEmpty("postal_code", "10115");
  fillIfEmpty("city", "Testville");
}

function fillIfEmpty(id, value) {
  const field = document.getElementById(id);
  if (field && !field.value) field.value = value;
}

if (number) {
  number.addEventListener("input", showCard);
  expiry.addEventListener("input", showExpiry);
  showCard();
}
for (const row of document.querySelectorAll("[data-chips]")) {
  row.hidden = false;
  for (const chip of row.querySelectorAll("button")) {
    chip.addEventListener("click", () => fill(chip));
  }
}
form.addEventListener("submit", (event) => {
  const button = form.querySelector("button.pay");
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  button.setAttribute("aria-disabled", "true");
  button.querySelector("span").textContent = button.dataset.busy;
});
// A page that comes back from the browser's memory can be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
const complaint = document.querySelector("[aria-invalid]") ?? document.querySelector("[data-notice]");
complaint?.focus();
