// Drives the official Node client against the local cloud and prints what it saw, as JSON.
// usage: node node_client.js ENDPOINT BUCKET KEY_PEM_FILE SIGNER

const fs = require("node:fs");
const { Storage } = require("@google-cloud/storage");

const [endpoint, bucketName, keyFile, signer] = process.argv.slice(2);

async function main() {
  const storage = new Storage({
    apiEndpoint: endpoint,
    projectId: "kvitto-test",
    credentials: { client_email: signer, private_key: fs.readFileSync(keyFile, "utf8") },
    useAuthWithCustomEndpoint: false,
  });
  const seen = {};
  const [bucket] = await storage.createBucket(bucketName, { versioning: { enabled: true } });
  const file = bucket.file("2026/å ö.txt");

  await file.save("first", { contentType: "text/plain", resumable: false });
  await file.save("second", { metadata: { metadata: { order: "7" } } });
  seen.content = (await file.download())[0].toString();
  seen.metadata = (await file.getMetadata())[0].metadata;
  seen.part = (await file.download({ start: 0, end: 2 }))[0].toString();
  seen.versions = (await bucket.getFiles({ versions: true }))[0].length;

  await bucket.file("big").save(Buffer.alloc(600 * 1024, "x"), {
    resumable: true,
    chunkSize: 256 * 1024,
  });
  seen.size = (await bucket.file("big").getMetadata())[0].size;

  try {
    await file.save("third", { preconditionOpts: { ifGenerationMatch: 0 }, resumable: false });
  } catch (error) {
    seen.createOnly = error.code;
  }
  await file.copy(bucket.file("copy"));
  await bucket.file("copy").rename("renamed");
  await bucket.combine(["2026/å ö.txt", "renamed"], bucket.file("whole"));
  seen.whole = (await bucket.file("whole").download())[0].toString();

  const [url] = await file.getSignedUrl({
    version: "v4",
    action: "read",
    expires: Date.now() + 60000,
  });
  const answer = await fetch(url);
  seen.signed = [answer.status, await answer.text()];
  seen.tampered = (await fetch(url.replace("Expires=60", "Expires=61"))).status;
  const [upload] = await bucket.file("put").getSignedUrl({
    version: "v4",
    action: "write",
    expires: Date.now() + 60000,
    contentType: "text/plain",
  });
  const put = { method: "PUT", body: "by url", headers: { "Content-Type": "text/plain" } };
  seen.put = (await fetch(upload, put)).status;

  const [notification] = await bucket.createNotification("invoices");
  seen.notification = notification.id;
  await bucket.addLifecycleRule({ action: { type: "Delete" }, condition: { age: 30 } });
  seen.permissions = (await bucket.iam.testPermissions("storage.objects.get"))[0];
  await bucket.file("put").delete();
  seen.exists = (await bucket.file("put").exists())[0];
  const [files, , page] = await bucket.getFiles({ autoPaginate: false, maxResults: 2 });
  seen.page = [files.length, Boolean(page.nextPageToken)];
  console.log(JSON.stringify(seen));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
