import { setTimeout as delay } from "node:timers/promises";
import { readJobIdSecret } from "@onefold/database";
import { createJobIds } from "@onefold/identity";
import { holdWatermark, noteWatermark } from "@onefold/records";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { until } from "../e2e/support/until.ts";
import { finishedJobs, postContact } from "./support/client.ts";
import type { Job } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { THOROUGH } from "../support/thorough.ts";

const FAULTY_API = new URL("./support/faulty-api.ts", import.meta.url);
const FAULTY_WORKER = new URL("./support/faulty-worker.ts", import.meta.url);
const ASYNC = { prefer: "respond-async" };
const MINUTE = 60_000;

async function readJob({ key }: Cluster, url: string, jobId: string): Promise<Job> {
  const answer = await fetch(`${url}/api/jobs/${jobId}`, { headers: { authorization: `Bearer ${key}` } });
  return JSON.parse(await answer.text());
}

/** As a worker notes it that finds the queue empty. */
async function notePassed({ db }: Cluster, passedBefore: number): Promise<void> {
  await noteWatermark(db, { passedBefore, lookedAt: Date.now() });
}

test("an API that stands still between an item's name and its add adds it no more, and its repeat is taken", async () => {
  await using cluster = await createCluster("postgres");
  const [slow, api] = await Promise.all([
    cluster.spawnApi({ FAULT_POINT: "before-add", FAULT_MS: "600", LATE_MS: "500" }, FAULTY_API),
    cluster.startApi(),
    cluster.startWorker(),
  ]);
  const body = { email: "jane@example.com" };
  const headers = { "idempotency-key": "late" };
  expect(await postContact(slow.url, cluster.key, body, headers)).toMatchObject({
    status: 503,
    body: { message: expect.stringContaining("Nothing was accepted") },
  });
  const { rows: receipts } = await sql`select from receipts`.execute(cluster.db);
  expect(receipts).toEqual([]);
  const answer = await postContact(api.url, cluster.key, body, headers);
  expect(answer.status).toBe(201);
});

test.each(mostly("postgres"))(
  "a request that is added again minutes later isn't taken for lost, though the queue was through with its time: %s",
  async (backend) => {
    await using cluster = await createCluster(backend);
    const { db, key, teamId } = cluster;
    const api = await cluster.startApi();
    const send = () =>
      postContact(api.url, key, { email: "jane@example.com" }, { ...ASYNC, "idempotency-key": "k" });
    expect((await send()).status).toBe(202);
    // As it is where the API was killed right before the add, five minutes ago.
    const acceptedAt = Date.now() - 5 * MINUTE;
    const jobId = createJobIds(await readJobIdSecret(db)).issue(teamId, acceptedAt);
    await sql`update idempotency_keys set added = false, job_id = ${jobId}`.execute(db);
    await notePassed(cluster, acceptedAt);

    const again = await send();
    expect(again).toMatchObject({ status: 202, body: { job: { id: jobId } } });
    // By looks of before that: the next ones will see the chunk.
    await notePassed(cluster, acceptedAt + MINUTE);
    expect((await readJob(cluster, api.url, jobId)).status).toBe("queued");
    await cluster.startWorker();
    expect(await finishedJobs(api.url, key, [jobId])).toMatchObject([{ status: "completed" }]);
  },
);

test("a request that was never added is no alarm once the queue is through: its repeat is taken anew", async () => {
  await using cluster = await createCluster("postgres");
  const { db, key, teamId } = cluster;
  const [api] = await Promise.all([cluster.startApi(), cluster.startWorker()]);
  const headers = { "idempotency-key": "k" };
  const body = { email: "jane@example.com" };
  const first = await postContact(api.url, key, body, headers);
  const acceptedAt = Date.now() - 5 * MINUTE;
  const jobId = createJobIds(await readJobIdSecret(db)).issue(teamId, acceptedAt);
  await sql`update idempotency_keys set added = false, job_id = ${jobId}`.execute(db);
  await notePassed(cluster, acceptedAt + MINUTE);
  expect(await holdWatermark(db, acceptedAt)).toBe(false);

  // Another body under the key is told nothing that it could ask for in vain.
  const other = await postContact(api.url, key, { email: "john@example.com" }, headers);
  expect(other.status).toBe(422);
  expect(other.body.message).not.toContain("job_");
  const again = await postContact(api.url, key, body, headers);
  expect(again.status).toBe(200);
  expect([first.body.job?.id, jobId]).not.toContain(again.body.job?.id);
});

test("the key of a deletion names no job: it has none that can be asked for", async () => {
  await using cluster = await createCluster("postgres");
  const { key } = cluster;
  const [{ url }] = await Promise.all([cluster.startApi(), cluster.startWorker()]);
  const emails = ["a@example.com", "b@example.com", "c@example.com"];
  for (const email of emails) await postContact(url, key, { email });
  const send = (method: string, path: string, idempotencyKey: string) =>
    fetch(`${url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "idempotency-key": idempotencyKey },
    });
  expect((await send("DELETE", "contacts/a@example.com", "gone")).status).toBe(200);
  const reused = await send("DELETE", "contacts/b@example.com", "gone");
  expect(reused.status).toBe(422);
  expect(await reused.text()).not.toContain("job_");
  const subscriptions = "v2/unsubscribes/contacts";
  expect((await send("POST", `${subscriptions}/b@example.com`, "out")).status).toBe(200);
  expect(await (await send("POST", `${subscriptions}/c@example.com`, "out")).text()).toContain("job_");
});

test.each(mostly("redis"))(
  "nothing is taken for lost while a worker stands still, the queue's store does, and chunks come late: %s",
  { ...THOROUGH, timeout: 120_000 },
  async (backend) => {
    await using cluster = await createCluster(backend);
    const { key, db } = cluster;
    const looks = { SWEEP_MS: "200", ADD_MS: "6000" };
    const [api, frozen] = await Promise.all([
      cluster.startApi(),
      cluster.spawnWorker({ ...looks, FAULT_POINT: "before-commit", FAULT_ONCE: "1" }, FAULTY_WORKER),
    ]);
    const send = async (email: string) =>
      (await postContact(api.url, key, { email }, ASYNC)).body.job?.id ?? "";
    const ids = [await send("held@example.com")];
    await frozen.waitForOutput(/"at":"before-commit"/);
    process.kill(frozen.pid, "SIGSTOP");
    await using _thaw = { [Symbol.asyncDispose]: async () => void (await frozen.kill("SIGKILL")) };
    for (let i = 0; i < 50; i++) ids.push(await send(`p${i}@example.com`));
    const noted = async () =>
      (await db.selectFrom("queue_passed").select("looked_at").executeTakeFirst())?.looked_at?.getTime() ?? 0;
    // Longer than the adds and the grace of these looks.
    const poll = async (until_: number) => {
      while (Date.now() < until_) {
        for (const id of ids) expect((await readJob(cluster, api.url, id)).status).not.toBe("failed");
        await delay(200);
      }
    };
    if (cluster.redis) {
      const pid = cluster.redis.pid ?? expect.fail("Redis is down");
      process.kill(pid, "SIGSTOP");
      await poll(Date.now() + 10_000);
      process.kill(pid, "SIGCONT");
    }
    const looking = await cluster.spawnWorker(looks, FAULTY_WORKER);
    await poll(Date.now() + 10_000);
    await until(
      "it is known how far the queue is through",
      30_000,
      async () => Date.now() - (await noted()) < 5_000,
    );
    process.kill(frozen.pid, "SIGCONT");
    const jobs = await finishedJobs(api.url, key, ids);
    expect(jobs.filter(({ status }) => status !== "completed")).toEqual([]);
    await looking.stop(15_000);
  },
);
