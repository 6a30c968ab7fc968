// usage: node secrets.js HOST:PORT PROJECT

const assert = require("node:assert/strict");
const { SecretManagerServiceClient } = require("@google-cloud/secret-manager");
const grpcOptions = require("./grpc_options");
const { refusal, run } = require("./scenarios");

const [address, project] = process.argv.slice(2);
const client = new SecretManagerServiceClient(grpcOptions(address));
const parent = `projects/${project}`;
const name = `${parent}/secrets/api-key`;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;

const add = (text) =>
  client.addSecretVersion({ parent: name, payload: { data: Buffer.from(text) } });
const read = async (version) =>
  String((await client.accessSecretVersion({ name: `${name}/versions/${version}` }))[0].payload.data);

run({
  async "a secret is made once and its latest version is read"() {
    const made = { parent, secretId: "api-key", secret: { replication: { automatic: {} } } };
    assert.equal((await client.createSecret(made))[0].name, name);
    assert.equal((await refusal(client.createSecret(made))).code, ALREADY_EXISTS);
    await add("first");
    const [second] = await add("å second");
    assert.ok(second.name.endsWith("/versions/2"));
    assert.deepEqual([await read("1"), await read("latest")], ["first", "å second"]);
  },

  async "a checksum that is wrong is refused"() {
    const payload = { data: Buffer.from("x"), dataCrc32c: { value: "1" } };
    await refusal(client.addSecretVersion({ parent: name, payload }));
    assert.equal(await read("latest"), "å second");
  },

  async "versions are disabled, destroyed and listed"() {
    await client.disableSecretVersion({ name: `${name}/versions/2` });
    assert.equal((await refusal(read("2"))).code, FAILED_PRECONDITION);
    await client.enableSecretVersion({ name: `${name}/versions/2` });
    assert.equal(await read("2"), "å second");
    await client.destroySecretVersion({ name: `${name}/versions/1` });
    const [versions] = await client.listSecretVersions({ parent: name });
    assert.deepEqual(
      versions.map((one) => one.state),
      ["ENABLED", "DESTROYED"],
    );
  },

  async "labels and aliases are set, and the secret goes"() {
    const [changed] = await client.updateSecret({
      secret: { name, labels: { team: "shop" }, versionAliases: { live: 2 } },
      updateMask: { paths: ["labels", "version_aliases"] },
    });
    assert.deepEqual(changed.labels, { team: "shop" });
    assert.equal(await read("live"), "å second");
    const [found] = await client.listSecrets({ parent, filter: "labels.team=shop" });
    assert.deepEqual(
      found.map((one) => one.name),
      [name],
    );
    await client.deleteSecret({ name });
    assert.equal((await refusal(client.getSecret({ name }))).code, NOT_FOUND);
  },
});
