// usage: node stripe_webhook.js SECRET SIGNATURE < BODY; prints the event's type and object

const Stripe = require("stripe");

const [secret, signature] = process.argv.slice(2);
const stripe = new Stripe("sk_test_unused");
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const body = Buffer.concat(chunks);
  const event = stripe.webhooks.constructEvent(body, signature, secret);
  let refused = "";
  try {
    stripe.webhooks.constructEvent(`${body} `, signature, secret);
  } catch (error) {
    refused = error.type;
  }
  const { type, data } = event;
  process.stdout.write(JSON.stringify({ type, object: data.object.object, refused }));
});
