// usage: PUBSUB_EMULATOR_HOST=... node pubsub_admin.js PROJECT

const assert = require("node:assert/strict");
const { Encodings, PubSub, SchemaTypes } = require("@google-cloud/pubsub");
const { collected, refusal, run } = require("./scenarios");

const pubsub = new PubSub({ projectId: process.argv[2] });
const INVALID_ARGUMENT = 3;
const ORDER = { type: "record", name: "Order", fields: [{ name: "id", type: "string" }] };
let count = 0;

async function pair(topicOptions = {}, options = {}) {
  const [topic] = await pubsub.createTopic({ name: `topic-${++count}`, ...topicOptions });
  const [subscription] = await topic.createSubscription(`subscription-${count}`, options);
  return { topic, subscription };
}

run({
  async "messages are held against their topic's schema"() {
    const schema = await pubsub.createSchema("order", SchemaTypes.Avro, JSON.stringify(ORDER));
    const name = await schema.getName();
    assert.deepEqual(JSON.parse((await schema.get("FULL")).definition), ORDER);
    const schemaSettings = { schema: name, encoding: Encodings.Json };
    const { topic } = await pair({ schemaSettings });
    await topic.publishMessage({ data: Buffer.from('{"id":"7"}') });
    const wrong = topic.publishMessage({ data: Buffer.from('{"id":7}') });
    assert.equal((await refusal(wrong)).code, INVALID_ARGUMENT);
    const names = [];
    for await (const one of pubsub.listSchemas()) names.push(one.name);
    assert.deepEqual(names, [name]);
    await schema.delete();
  },

  async "a publisher that may have so many outstanding publishes them all"() {
    const { topic } = await pair();
    topic.setPublishOptions({
      batching: { maxMessages: 10, maxMilliseconds: 20 },
      flowControlOptions: { maxOutstandingMessages: 5 },
    });
    const publisher = topic.flowControlled();
    for (let n = 0; n < 25; n++) {
      const wait = publisher.publish({ data: Buffer.from("x") });
      if (wait) await wait;
    }
    assert.equal(new Set(await publisher.all()).size, 25);
  },

  async "the lease of a message that takes long is extended"() {
    const { topic, subscription } = await pair({}, { ackDeadlineSeconds: 10 });
    let deliveries = 0;
    const acknowledged = collected((values) => values.length === 1);
    subscription.on("message", (message) => {
      deliveries++;
      setTimeout(() => {
        message.ack();
        acknowledged.add(message);
      }, 11_000);
    });
    await topic.publishMessage({ data: Buffer.from("slow") });
    await acknowledged.done;
    await subscription.close();
    assert.equal(deliveries, 1);
  },

  async "settings of a subscription come back"() {
    const { subscription } = await pair(
      { messageRetentionDuration: { seconds: 3600 } },
      {
        retryPolicy: { minimumBackoff: { seconds: 11 }, maximumBackoff: { seconds: 20 } },
        expirationPolicy: { ttl: { seconds: 2 * 86_400 } },
        labels: { team: "shop" },
        retainAckedMessages: true,
        messageRetentionDuration: { seconds: 1200 },
      },
    );
    const [found] = await subscription.getMetadata();
    assert.equal(Number(found.retryPolicy.minimumBackoff.seconds), 11);
    assert.equal(Number(found.expirationPolicy.ttl.seconds), 2 * 86_400);
    assert.deepEqual([found.labels, found.retainAckedMessages], [{ team: "shop" }, true]);
    await subscription.seek(new Date(Date.now() - 60_000));
  },

  async "a subscription may push, and be detached"() {
    const { subscription } = await pair();
    const pushEndpoint = "http://127.0.0.1:9/push";
    await subscription.modifyPushConfig({ pushEndpoint });
    assert.equal((await subscription.getMetadata())[0].pushConfig.pushEndpoint, pushEndpoint);
    await pubsub.detachSubscription(subscription.name.split("/").pop());
    assert.deepEqual(await subscription.detached(), [true]);
  },

  async "policies are set and asked"() {
    const { topic } = await pair();
    const [policy] = await topic.iam.getPolicy();
    policy.bindings = [{ role: "roles/pubsub.publisher", members: ["user:ada@example.com"] }];
    await topic.iam.setPolicy(policy);
    const [{ bindings }] = await topic.iam.getPolicy();
    assert.equal(bindings[0].role, "roles/pubsub.publisher");
    const [held] = await topic.iam.testPermissions(["pubsub.topics.publish"]);
    assert.deepEqual(held, { "pubsub.topics.publish": true });
  },
});
