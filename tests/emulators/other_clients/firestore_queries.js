// usage: FIRESTORE_EMULATOR_HOST=... node firestore_queries.js PROJECT

const assert = require("node:assert/strict");
const { FieldPath, FieldValue, Firestore } = require("@google-cloud/firestore");
const { collected, run } = require("./scenarios");

const db = new Firestore({ projectId: process.argv[2] });
const runs = db.collection("runs");
const places = db.collection("places");
const ALREADY_EXISTS = 6;

const ids = async (query) => (await query.get()).docs.map((doc) => doc.id);

run({
  async "a listener with a limit lets the next one in"() {
    for (let n = 0; n < 4; n++) await runs.doc(`r${n}`).set({ n });
    const seen = collected((values) => values.at(-1) === "r1,r2");
    const query = runs.orderBy("n").limit(2);
    const stop = query.onSnapshot((found) => seen.add(found.docs.map((doc) => doc.id).join()));
    await runs.doc("r0").delete();
    await seen.done;
    stop();
  },

  async "a listener over a group of collections"() {
    const seen = collected((values) => values.at(-1) === 2);
    const stop = db.collectionGroup("parts").onSnapshot((found) => seen.add(found.size));
    await db.doc("x/1/parts/a").set({ n: 1 });
    await db.doc("y/1/parts/b").set({ n: 1 });
    await seen.done;
    stop();
  },

  async "the nearest vectors"() {
    await places.doc("east").set({ at: FieldValue.vector([1, 0]) });
    await places.doc("north").set({ at: FieldValue.vector([0, 1]) });
    const nearest = places.findNearest({
      vectorField: "at",
      queryVector: [0.9, 0.1],
      limit: 1,
      distanceMeasure: "EUCLIDEAN",
      distanceResultField: "far",
    });
    const { docs } = await nearest.get();
    assert.equal(docs[0].id, "east");
    assert.ok(docs[0].get("far") < 0.2);
  },

  async "an explained query tells its plan, and its cost if it ran"() {
    const ran = await places.explain({ analyze: true });
    assert.ok(ran.metrics.planSummary.indexesUsed.length > 0);
    assert.equal(ran.metrics.executionStats.resultsReturned, 2);
    assert.equal(ran.snapshot.size, 2);
    const planned = await places.explain();
    assert.deepEqual([planned.snapshot, planned.metrics.executionStats], [null, null]);
    const counted = await places.count().explain({ analyze: true });
    assert.equal(counted.snapshot.data().count, 2);
    assert.ok(counted.metrics.executionStats);
  },

  async "the partitions of a group hold all of it"() {
    const found = [];
    for await (const partition of db.collectionGroup("runs").getPartitions(3)) {
      found.push(...(await ids(partition.toQuery())));
    }
    assert.deepEqual(found.sort(), ["r1", "r2", "r3"]);
  },

  async "masks, merges and nested paths"() {
    const document = db.doc("masked/1");
    await document.set({ a: { b: 1, c: 2 }, "x.y": 3 });
    await document.set({ a: { b: 5 } }, { merge: true });
    await document.set({ a: { c: 9 }, z: 1 }, { mergeFields: ["a.c"] });
    await document.update(new FieldPath("x.y"), 4, "a.d", 7);
    assert.deepEqual((await document.get()).data(), { a: { b: 5, c: 9, d: 7 }, "x.y": 4 });
    const [masked] = await db.getAll(document, { fieldMask: ["a.b"] });
    assert.deepEqual(masked.data(), { a: { b: 5 } });
  },

  async "several inequalities, arrays, offsets and parts of documents"() {
    const many = db.collection("many");
    for (let n = 0; n < 6; n++) await many.doc(`k${n}`).set({ a: n, b: 6 - n, t: ["x", `t${n}`] });
    assert.deepEqual(await ids(many.where("a", ">", 1).where("b", ">", 2)), ["k2", "k3"]);
    const tagged = many.where("t", "array-contains-any", ["t1", "t4"]);
    assert.deepEqual(await ids(tagged), ["k1", "k4"]);
    assert.deepEqual(await ids(many.where("a", "not-in", [0, 1, 2])), ["k3", "k4", "k5"]);
    const two = many.where(FieldPath.documentId(), "in", ["k1", "k2"]);
    assert.deepEqual(await ids(two), ["k1", "k2"]);
    const rest = await many.orderBy("a").offset(4).select("b").get();
    assert.deepEqual(
      rest.docs.map((doc) => doc.data()),
      [{ b: 2 }, { b: 1 }],
    );
  },

  async "a transaction queries, counts and writes"() {
    await db.runTransaction(async (transaction) => {
      const found = await transaction.get(runs.where("n", ">", 1));
      const counted = await transaction.get(runs.count());
      assert.equal(counted.data().count, 3);
      found.docs.forEach((doc) => transaction.update(doc.ref, { seen: true }));
    });
    assert.deepEqual(await ids(runs.where("seen", "==", true)), ["r2", "r3"]);
  },

  async "a transaction reads what was there at an instant"() {
    const document = db.doc("past/1");
    const { writeTime: readTime } = await document.set({ n: 1 });
    await document.set({ n: 2 });
    const read = async (transaction) => (await transaction.get(document)).data().n;
    assert.equal(await db.runTransaction(read, { readOnly: true, readTime }), 1);
  },

  async "bulk writes tell which of them failed"() {
    const writer = db.bulkWriter();
    const codes = [];
    writer.onWriteError((error) => {
      codes.push(error.code);
      return false;
    });
    writer.create(db.doc("past/1"), { n: 1 }).catch(() => {}); // told above
    writer.set(db.doc("past/2"), { n: 1 });
    await writer.close();
    assert.deepEqual(codes, [ALREADY_EXISTS]);
  },
});
