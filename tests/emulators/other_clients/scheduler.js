// usage: node scheduler.js HOST:PORT LOCATION HANDLER_URL TOPIC

const assert = require("node:assert/strict");
const { CloudSchedulerClient } = require("@google-cloud/scheduler");
const grpcOptions = require("./grpc_options");
const { refusal, run } = require("./scenarios");

const [address, location, uri, topicName] = process.argv.slice(2);
const client = new CloudSchedulerClient(grpcOptions(address));
const name = `${location}/jobs/node`;
const INVALID_ARGUMENT = 3;
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;

run({
  async "a job is made, changed, paused, resumed and run"() {
    const job = {
      name,
      schedule: "0 6 * * 1",
      timeZone: "Europe/Stockholm",
      httpTarget: { uri, httpMethod: "POST", body: Buffer.from("go") },
      retryConfig: { retryCount: 2 },
    };
    const [made] = await client.createJob({ parent: location, job });
    assert.deepEqual([made.state, made.retryConfig.retryCount], ["ENABLED", 2]);
    assert.ok(Number(made.scheduleTime.seconds) * 1000 > Date.now());
    assert.equal((await refusal(client.createJob({ parent: location, job }))).code, ALREADY_EXISTS);
    const [changed] = await client.updateJob({
      job: { name, schedule: "*/5 * * * *" },
      updateMask: { paths: ["schedule"] },
    });
    assert.equal(changed.schedule, "*/5 * * * *");
    assert.equal(changed.timeZone, "Europe/Stockholm");
    assert.equal((await client.pauseJob({ name }))[0].state, "PAUSED");
    assert.equal((await client.resumeJob({ name }))[0].state, "ENABLED");
    assert.equal((await client.runJob({ name }))[0].name, name);
  },

  async "a job may publish"() {
    const pubsubTarget = { topicName, data: Buffer.from("tick"), attributes: { by: "node" } };
    const ticking = `${location}/jobs/ticking`;
    const job = { name: ticking, schedule: "0 0 1 1 *", pubsubTarget };
    await client.createJob({ parent: location, job });
    await client.runJob({ name: ticking });
    const [jobs] = await client.listJobs({ parent: location });
    assert.deepEqual(jobs.map((one) => one.name).sort(), [name, ticking]);
    await client.deleteJob({ name: ticking });
    assert.equal((await refusal(client.getJob({ name: ticking }))).code, NOT_FOUND);
  },

  async "a schedule that is none is refused"() {
    const job = { name: `${location}/jobs/never`, schedule: "now and then", httpTarget: { uri } };
    const made = client.createJob({ parent: location, job });
    assert.equal((await refusal(made)).code, INVALID_ARGUMENT);
  },
});
