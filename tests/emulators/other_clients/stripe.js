// usage: node stripe.js TWIN_URL KEY

const assert = require("node:assert/strict");
const Stripe = require("stripe");
const { refusal, run } = require("./scenarios");

const [base, key] = process.argv.slice(2);
const { hostname, port } = new URL(base);
const stripe = new Stripe(key, { host: hostname, port, protocol: "http", maxNetworkRetries: 0 });

const session = (changes = {}) => ({
  mode: "payment",
  line_items: [
    {
      price_data: { currency: "eur", unit_amount: 8900, product_data: { name: "Aurora lamp" } },
      quantity: 1,
    },
  ],
  success_url: "https://shop.example/thanks",
  ...changes,
});

async function paid() {
  const { id } = await stripe.checkout.sessions.create(session());
  const response = await fetch(`${base}/_twin/checkout/sessions/${id}/pay`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: "{}",
  });
  assert.equal(response.status, 200);
  return stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge"] });
}

run({
  async "a checkout session is opened, paid and read with what it expands to"() {
    const open = await stripe.checkout.sessions.create(session({ metadata: { order: "ord_7" } }));
    assert.deepEqual([open.status, open.amount_total], ["open", 8900]);
    assert.equal(open.metadata.order, "ord_7");
    const done = await paid();
    assert.deepEqual([done.status, done.payment_status], ["complete", "paid"]);
    assert.equal(done.payment_intent.latest_charge.amount_captured, 8900);
    const lines = await stripe.checkout.sessions.listLineItems(done.id);
    assert.equal(lines.data[0].description, "Aurora lamp");
  },

  async "a payment is refunded in parts and not beyond"() {
    const { payment_intent: intent } = await paid();
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 900 });
    assert.deepEqual([refund.status, refund.amount], ["succeeded", 900]);
    const error = await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 9000 }));
    assert.equal(error.type, "StripeInvalidRequestError");
    const charge = await stripe.charges.retrieve(intent.latest_charge.id);
    assert.deepEqual([charge.amount_refunded, charge.refunded], [900, false]);
  },

  async "the same idempotency key is the same answer, and another body an error"() {
    const options = { idempotencyKey: "node-1" };
    const first = await stripe.customers.create({ email: "ada@example.com" }, options);
    const second = await stripe.customers.create({ email: "ada@example.com" }, options);
    assert.equal(first.id, second.id);
    const error = await refusal(stripe.customers.create({ email: "bob@example.com" }, options));
    assert.equal(error.type, "StripeIdempotencyError");
  },

  async "lists page by themselves"() {
    const made = [];
    for (let n = 0; n < 7; n++) {
      made.push((await stripe.products.create({ name: `Lamp ${n}` })).id);
    }
    const found = [];
    for await (const product of stripe.products.list({ limit: 3 })) found.push(product.id);
    assert.deepEqual(found.filter((id) => made.includes(id)), made.reverse());
    const some = await stripe.products.list({ limit: 2 }).autoPagingToArray({ limit: 5 });
    assert.equal(some.length, 5);
  },

  async "a declined card is a card error"() {
    const error = await refusal(
      stripe.paymentIntents.create({
        amount: 500,
        currency: "eur",
        confirm: true,
        payment_method: "pm_card_chargeDeclined",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      }),
    );
    assert.equal(error.type, "StripeCardError");
    assert.equal(error.code, "card_declined");
    assert.equal(error.payment_intent.status, "requires_payment_method");
  },

  async "errors carry their type"() {
    const missing = await refusal(stripe.customers.retrieve("cus_none"));
    assert.deepEqual([missing.type, missing.code], ["StripeInvalidRequestError", "resource_missing"]);
    const stranger = new Stripe("sk_live_x", { host: hostname, port, protocol: "http" });
    const denied = await refusal(stranger.customers.list());
    assert.equal(denied.type, "StripeAuthenticationError");
  },
});
