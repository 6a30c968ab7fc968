// usage: FIRESTORE_EMULATOR_HOST=... node firestore.js PROJECT

const assert = require("node:assert/strict");
const { Firestore, FieldValue, Filter, AggregateField, Timestamp } = require("@google-cloud/firestore");
const { collected, refusal, run } = require("./scenarios");

const db = new Firestore({ projectId: process.argv[2] });
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;

run({
  async "values come back as they were written"() {
    const written = {
      text: "å",
      whole: 7,
      broken: 0.5,
      yes: true,
      nothing: null,
      at: Timestamp.fromMillis(1_700_000_000_123),
      bytes: Buffer.from([1, 2, 3]),
      list: [1, { deep: "er" }],
      vector: FieldValue.vector([1, 2]),
      link: db.doc("orders/2"),
    };
    await db.doc("values/1").set(written);
    const read = (await db.doc("values/1").get()).data();
    assert.equal(read.at.toMillis(), 1_700_000_000_123);
    assert.deepEqual([...read.bytes], [1, 2, 3]);
    assert.deepEqual(read.vector.toArray(), [1, 2]);
    assert.equal(read.link.path, "orders/2");
    assert.deepEqual([read.text, read.whole, read.broken, read.list], ["å", 7, 0.5, written.list]);
  },

  async "a document is created once and updated only if it is there"() {
    const order = db.doc("orders/1");
    await order.create({ status: "open" });
    assert.equal((await refusal(order.create({}))).code, ALREADY_EXISTS);
    assert.equal((await refusal(db.doc("orders/none").update({ a: 1 }))).code, NOT_FOUND);
    const { lastUpdateTime } = await order.set({ status: "paid" }, { merge: true }).then(async () => ({
      lastUpdateTime: (await order.get()).updateTime,
    }));
    await order.update({ n: 1 }, { lastUpdateTime });
    assert.equal(
      (await refusal(order.update({ n: 2 }, { lastUpdateTime }))).code,
      FAILED_PRECONDITION,
    );
  },

  async "field transforms"() {
    const counter = db.doc("counters/1");
    await counter.set({ n: 1, tags: ["a"], gone: true });
    await counter.update({
      n: FieldValue.increment(2),
      tags: FieldValue.arrayUnion("b"),
      gone: FieldValue.delete(),
      at: FieldValue.serverTimestamp(),
    });
    const read = (await counter.get()).data();
    assert.deepEqual([read.n, read.tags, "gone" in read], [3, ["a", "b"], false]);
    assert.ok(read.at instanceof Timestamp);
  },

  async "queries filter, order, page and count"() {
    const lines = db.collection("lines");
    const batch = db.batch();
    for (let n = 0; n < 10; n++) batch.set(lines.doc(`l${n}`), { n, even: n % 2 === 0 });
    await batch.commit();
    const ids = async (query) => (await query.get()).docs.map((doc) => doc.id);
    assert.deepEqual(await ids(lines.where("n", ">=", 8)), ["l8", "l9"]);
    assert.deepEqual(await ids(lines.orderBy("n", "desc").limit(2)), ["l9", "l8"]);
    assert.deepEqual(await ids(lines.orderBy("n").limitToLast(2)), ["l8", "l9"]);
    const first = await lines.orderBy("n").limit(3).get();
    assert.deepEqual(await ids(lines.orderBy("n").startAfter(first.docs[2]).limit(1)), ["l3"]);
    const either = Filter.or(Filter.where("n", "==", 1), Filter.where("n", "in", [4, 5]));
    assert.deepEqual(await ids(lines.where(either)), ["l1", "l4", "l5"]);
    const summed = await lines
      .where("even", "==", true)
      .aggregate({ many: AggregateField.count(), sum: AggregateField.sum("n") })
      .get();
    assert.deepEqual(summed.data(), { many: 5, sum: 20 });
    const streamed = [];
    for await (const doc of lines.where("n", "<", 2).stream()) streamed.push(doc.id);
    assert.deepEqual(streamed, ["l0", "l1"]);
  },

  async "transactions that meet at one document are all counted"() {
    const account = db.doc("accounts/1");
    await account.set({ balance: 0 });
    const pay = () =>
      db.runTransaction(async (transaction) => {
        const { balance } = (await transaction.get(account)).data();
        transaction.update(account, { balance: balance + 1 });
      });
    await Promise.all(Array.from({ length: 5 }, pay));
    assert.equal((await account.get()).data().balance, 5);
    const seen = await db.runTransaction(async (transaction) => (await transaction.get(account)).data(), {
      readOnly: true,
    });
    assert.equal(seen.balance, 5);
  },

  async "a transaction that throws writes nothing"() {
    const failing = db.runTransaction(async (transaction) => {
      transaction.set(db.doc("accounts/2"), { balance: 1 });
      throw new Error("no");
    });
    assert.equal((await refusal(failing)).message, "no");
    assert.equal((await db.doc("accounts/2").get()).exists, false);
  },

  async "a listener hears of every change, and of a document that leaves its query"() {
    const carts = db.collection("carts");
    const heard = collected((values) => values.at(-1).startsWith("removed"));
    const stop = carts.where("open", "==", true).onSnapshot((snapshot) => {
      for (const change of snapshot.docChanges()) heard.add(`${change.type} ${change.doc.id}`);
      if (snapshot.docChanges().length === 0) heard.add("empty");
    });
    await carts.doc("a").set({ open: true });
    await carts.doc("a").update({ n: 1 });
    await carts.doc("b").set({ open: false });
    await carts.doc("a").update({ open: false });
    const changes = (await heard.done).filter((change) => change !== "empty");
    stop();
    assert.equal(changes[0], "added a");
    assert.equal(changes.at(-1), "removed a");
    assert.ok(!changes.some((change) => change.endsWith(" b")));
  },

  async "a listener of one document hears that it goes"() {
    const document = db.doc("carts/c");
    const heard = collected((values) => values.length >= 2 && values.at(-1) === false);
    const stop = document.onSnapshot((snapshot) => {
      heard.add(snapshot.exists);
      if (snapshot.exists) document.delete();
    });
    await document.set({ open: true });
    await heard.done;
    stop();
  },

  async "documents in many, and in bulk"() {
    const writer = db.bulkWriter();
    for (let n = 0; n < 50; n++) writer.create(db.doc(`bulk/d${n}`), { n });
    await writer.close();
    const [first, none] = await db.getAll(db.doc("bulk/d0"), db.doc("bulk/none"));
    assert.deepEqual([first.data(), none.exists], [{ n: 0 }, false]);
    assert.equal((await db.collection("bulk").listDocuments()).length, 50);
    await db.doc("bulk/d0/parts/p").set({ n: 1 });
    const found = (await db.doc("bulk/d0").listCollections()).map((one) => one.id);
    assert.deepEqual(found, ["parts"]);
    await db.recursiveDelete(db.collection("bulk"));
    assert.equal((await db.collection("bulk").get()).size, 0);
    assert.equal((await db.doc("bulk/d0/parts/p").get()).exists, false);
  },
});
