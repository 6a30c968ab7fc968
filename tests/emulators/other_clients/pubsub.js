// usage: PUBSUB_EMULATOR_HOST=... node pubsub.js PROJECT

const assert = require("node:assert/strict");
const { PubSub } = require("@google-cloud/pubsub");
const { collected, refusal, run } = require("./scenarios");

const pubsub = new PubSub({ projectId: process.argv[2] });
const NOT_FOUND = 5;
let count = 0;

async function pair(options = {}) {
  const [topic] = await pubsub.createTopic(`topic-${++count}`);
  const [subscription] = await topic.createSubscription(`subscription-${count}`, options);
  return { topic, subscription };
}

function received(subscription, many, handle = (message) => message.ack()) {
  const heard = collected((values) => values.length === many);
  subscription.on("error", (error) => heard.add(error));
  subscription.on("message", (message) => {
    handle(message);
    heard.add(message);
  });
  return heard.done;
}

const texts = (messages) => messages.map((message) => String(message.data));

run({
  async "what is published arrives with its attributes"() {
    const { topic, subscription } = await pair();
    const heard = received(subscription, 2);
    await topic.publishMessage({ data: Buffer.from("å"), attributes: { order: "7" } });
    await topic.publishMessage({ json: { n: 1 } });
    const messages = await heard;
    await subscription.close();
    const [text] = messages.filter((message) => message.attributes.order === "7");
    assert.equal(String(text.data), "å");
    assert.ok(text.publishTime.getTime() > 0);
  },

  async "a rejected message comes again"() {
    const { topic, subscription } = await pair();
    let rejected = 0;
    const heard = received(subscription, 2, (message) =>
      rejected++ === 0 ? message.nack() : message.ack(),
    );
    await topic.publishMessage({ data: Buffer.from("again") });
    assert.deepEqual(texts(await heard), ["again", "again"]);
    await subscription.close();
  },

  async "flow control lets so many through and no more"() {
    const { topic, subscription } = await pair();
    subscription.setOptions({ flowControl: { maxMessages: 2, allowExcessMessages: false } });
    let open = 0;
    let most = 0;
    const done = received(subscription, 10, (message) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        message.ack();
      }, 5);
    });
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => topic.publishMessage({ data: Buffer.from(`${n}`) })),
    );
    assert.equal(new Set(texts(await done)).size, 10);
    await subscription.close();
    assert.ok(most <= 2, `${most} at once`);
  },

  async "the messages of a key arrive in order"() {
    const { topic, subscription } = await pair({ enableMessageOrdering: true });
    topic.setPublishOptions({ messageOrdering: true });
    const heard = received(subscription, 20);
    for (let n = 0; n < 20; n++) {
      topic.publishMessage({ data: Buffer.from(`${n}`), orderingKey: n % 2 ? "odd" : "even" });
    }
    const messages = await heard;
    await subscription.close();
    for (const key of ["odd", "even"]) {
      const found = texts(messages.filter((message) => message.orderingKey === key)).map(Number);
      assert.deepEqual(found, [...found].sort((a, b) => a - b));
    }
  },

  async "an acknowledgement of exactly once delivery is answered"() {
    const { topic, subscription } = await pair({ enableExactlyOnceDelivery: true });
    const acks = [];
    const heard = received(subscription, 1, (message) => acks.push(message.ackWithResponse()));
    await topic.publishMessage({ data: Buffer.from("once") });
    const [message] = await heard;
    assert.equal(await acks[0], "SUCCESS");
    await subscription.close();
    assert.ok(message.isExactlyOnceDelivery); // else the client would answer by itself
    assert.equal(message.deliveryAttempt, 0);
  },

  async "a dead letter is forwarded with what was tried"() {
    const dead = await pair();
    const { topic, subscription } = await pair({
      deadLetterPolicy: { deadLetterTopic: dead.topic.name, maxDeliveryAttempts: 5 },
    });
    const tried = [];
    subscription.on("message", (message) => {
      tried.push(message.deliveryAttempt);
      message.nack();
    });
    const buried = received(dead.subscription, 1);
    await topic.publishMessage({ data: Buffer.from("poison") });
    const [letter] = await buried;
    await Promise.all([subscription.close(), dead.subscription.close()]);
    assert.deepEqual(tried, [1, 2, 3, 4, 5]);
    const name = "CloudPubSubDeadLetterSourceSubscription";
    assert.ok(subscription.name.endsWith(letter.attributes[name]));
  },

  async "filters, snapshots, seeking back"() {
    const { topic, subscription } = await pair({ filter: 'attributes.kind = "paid"' });
    await topic.publishMessage({ data: Buffer.from("no"), attributes: { kind: "failed" } });
    await topic.publishMessage({ data: Buffer.from("yes"), attributes: { kind: "paid" } });
    const snapshot = subscription.snapshot(`snapshot-${count}`);
    await snapshot.create();
    assert.deepEqual(texts(await received(subscription, 1)), ["yes"]);
    await subscription.close();
    await snapshot.seek();
    const again = pubsub.subscription(subscription.name.split("/").pop());
    assert.deepEqual(texts(await received(again, 1)), ["yes"]);
    await again.close();
    await snapshot.delete();
  },

  async "topics and subscriptions are listed, changed and deleted"() {
    const { topic, subscription } = await pair();
    await topic.setMetadata({ labels: { team: "shop" } });
    assert.deepEqual((await topic.getMetadata())[0].labels, { team: "shop" });
    await subscription.setMetadata({ ackDeadlineSeconds: 30 });
    assert.equal((await subscription.getMetadata())[0].ackDeadlineSeconds, 30);
    const names = (await pubsub.getTopics())[0].map((one) => one.name);
    assert.ok(names.includes(topic.name));
    assert.equal((await topic.getSubscriptions())[0][0].name, subscription.name);
    await subscription.delete();
    await topic.delete();
    assert.deepEqual(await topic.exists(), [false]);
    const missing = pubsub.topic("none").publishMessage({ data: Buffer.from("x") });
    assert.equal((await refusal(missing)).code, NOT_FOUND);
  },
});
