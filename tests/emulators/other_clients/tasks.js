// usage: node tasks.js HOST:PORT LOCATION HANDLER_URL

const assert = require("node:assert/strict");
const { CloudTasksClient } = require("@google-cloud/tasks");
const grpcOptions = require("./grpc_options");
const { refusal, run } = require("./scenarios");

const [address, location, url] = process.argv.slice(2);
const client = new CloudTasksClient(grpcOptions(address));
const queue = `${location}/queues/node`;
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;

run({
  async "a queue is made, changed, paused and resumed"() {
    const [made] = await client.createQueue({
      parent: location,
      queue: { name: queue, rateLimits: { maxConcurrentDispatches: 3 } },
    });
    assert.deepEqual([made.state, made.rateLimits.maxConcurrentDispatches], ["RUNNING", 3]);
    const [changed] = await client.updateQueue({
      queue: { name: queue, retryConfig: { maxAttempts: 4 } },
      updateMask: { paths: ["retry_config.max_attempts"] },
    });
    assert.equal(changed.retryConfig.maxAttempts, 4);
    assert.equal((await client.pauseQueue({ name: queue }))[0].state, "PAUSED");
    assert.equal((await client.listQueues({ parent: location }))[0][0].name, queue);
    assert.equal((await client.resumeQueue({ name: queue }))[0].state, "RUNNING");
  },

  async "a task is sent with its headers and body"() {
    const [task] = await client.createTask({
      parent: queue,
      task: {
        httpRequest: {
          httpMethod: "POST",
          url,
          headers: { "X-Order": "7" },
          body: Buffer.from("å").toString("base64"),
        },
      },
    });
    assert.ok(task.name.startsWith(`${queue}/tasks/`));
    assert.ok(Number(task.createTime.seconds) > 0);
  },

  async "a name is taken for good, and a task that waits can be run or deleted"() {
    const name = `${queue}/tasks/named`;
    const scheduleTime = { seconds: Math.floor(Date.now() / 1000) + 3600 };
    const task = { name, scheduleTime, httpRequest: { url } };
    await client.createTask({ parent: queue, task });
    const again = client.createTask({ parent: queue, task });
    assert.equal((await refusal(again)).code, ALREADY_EXISTS);
    const [full] = await client.getTask({ name, responseView: "FULL" });
    assert.equal(full.httpRequest.url, url);
    const [listed] = await client.listTasks({ parent: queue });
    assert.ok(listed.some((one) => one.name === name));
    const [ran] = await client.runTask({ name });
    assert.ok(ran.dispatchCount >= 1);
    const other = `${queue}/tasks/other`;
    await client.createTask({ parent: queue, task: { ...task, name: other } });
    await client.deleteTask({ name: other });
    assert.equal((await refusal(client.getTask({ name: other }))).code, NOT_FOUND);
  },
});
