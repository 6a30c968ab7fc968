// Runs scenarios one after another and prints, as JSON, which held and why the others did not.

const DEADLINE_MS = 15_000;

function within(promise, what, deadline = DEADLINE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing in ${deadline} ms`)), deadline);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Resolves with the values given to `add`, once `enough` says so.
function collected(enough) {
  const values = [];
  let resolve;
  const done = new Promise((settle) => (resolve = settle));
  const add = (value) => {
    values.push(value);
    if (enough(values)) resolve(values);
  };
  return { add, values, done };
}

async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it was not refused");
}

async function run(scenarios) {
  const held = [];
  const failed = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    try {
      await within(scenario(), name);
      held.push(name);
    } catch (error) {
      failed[name] = String(error.stack || error);
    }
  }
  process.stdout.write(JSON.stringify({ held, failed }), () => process.exit(0));
}

module.exports = { collected, refusal, run, within };
