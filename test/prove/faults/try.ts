import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { BACKENDS } from "../deployment/options.ts";
import { startDeployment } from "../deployment/deployment.ts";
import { createRandom } from "../random.ts";
import { FAULTS } from "./faults.ts";

/** Injects faults into a deployment under a trivial load, and prints what was answered. */
const { values } = parseArgs({
  options: {
    fault: { type: "string" },
    backend: { type: "string", default: "redis" },
    rounds: { type: "string", default: "2" },
    seed: { type: "string", default: "1" },
  },
});
const backend = BACKENDS.find((each) => each === values.backend) ?? "redis";
const faults = FAULTS.filter(
  ({ name, backends }) =>
    backends.includes(backend) &&
    (!values.fault || values.fault.split(",").some((part) => name.includes(part))),
);
const stopping = new AbortController();
process.once("SIGINT", () => stopping.abort());
const random = createRandom(Number(values.seed));
const startedAt = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${text}`);

for (const setup of new Set(faults.map((fault) => JSON.stringify(fault.setup ?? {})))) {
  await using deployment = await startDeployment({ backend, ...JSON.parse(setup) });
  const { key } = await deployment.createTeam({ onConflict: "merge" });
  say(`${backend} ${setup} started`);
  const loading = new AbortController();
  let counts: Record<string, number> = {};
  let longestMs = 0;
  const load = Promise.all(
    deployment.urls
      .flatMap((url) => [url, url, url])
      .map(async (url, client) => {
        for (let n = 0; !loading.signal.aborted; n++) {
          const sentAt = performance.now();
          const answer = await fetch(`${url}/api/contacts`, {
            method: "POST",
            headers: {
              authorization: `Bearer ${key}`,
              "content-type": "application/json",
              "idempotency-key": `${client}-${n}`,
            },
            body: JSON.stringify({ email: `person${random.below(500)}@example.com`, jobTitle: `T ${n}` }),
            signal: AbortSignal.timeout(30_000),
          })
            .then(async (got) => {
              await got.text();
              return String(got.status);
            })
            .catch((error: unknown) => (error instanceof Error ? error.name : "?"));
          longestMs = Math.max(longestMs, performance.now() - sentAt);
          counts[answer] = (counts[answer] ?? 0) + 1;
          await delay(10);
        }
      }),
  );
  await delay(500);
  try {
    for (const fault of faults.filter((each) => JSON.stringify(each.setup ?? {}) === setup)) {
      for (let round = 0; round < Number(values.rounds); round++) {
        counts = {};
        longestMs = 0;
        const told = deployment.ownEnds.length;
        const before = performance.now();
        const injected = await fault.inject(deployment, random, stopping.signal);
        const middle = performance.now();
        const during = JSON.stringify(counts);
        counts = {};
        await deployment.heal();
        const after = performance.now();
        await delay(500);
        say(
          `${fault.name}: ${injected} in ${(middle - before).toFixed(0)} ms ${during}, healed in ${(after - middle).toFixed(0)} ms ${JSON.stringify(counts)}, longest ${longestMs.toFixed(0)} ms`,
        );
        for (const end of deployment.ownEnds.slice(told))
          say(
            `  ${end.name} ended by itself: ${end.how} ${end.output.split("\n").slice(-4).join(" | ").slice(-600)}`,
          );
      }
    }
  } catch (error) {
    say(String(error));
  } finally {
    loading.abort();
    await load;
  }
}
say("gone");
