import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@onefold/database";
import { findFreePort } from "@onefold/embedded";
import { prepareQueue } from "@onefold/queue";
import { Redis } from "ioredis";
import { sql } from "kysely";
import { DatabaseError } from "pg";
import { expect, test } from "vitest";
import type { TestApp } from "../support/test-app.ts";
import { times } from "../support/thorough.ts";
import { finishedJobs, postContact } from "./support/client.ts";
import type { Job } from "./support/client.ts";
import { createCluster } from "./support/cluster.ts";
import type { BackendName, Cluster } from "./support/cluster.ts";

const worker = new URL("./support/faulty-worker.ts", import.meta.url);
const LOOKS = { SWEEP_MS: "200", ADD_MS: "6000" };

/** Rows of an upload: applied, lost with the store, and sent after. */
const [APPLIED, LOST, AFTER] = [300, 500, 200];
const ROWS = APPLIED + LOST + AFTER;

interface UploadJob extends Job {
  readonly counts: Record<string, number>;
  readonly retryOf?: string;
}

async function flush(cluster: Cluster): Promise<void> {
  const redis = new Redis(cluster.redis?.url ?? "");
  await redis.flushall();
  redis.disconnect();
}

/** Again where a statement of the service holds one of its tables and waits for another: Postgres ends one of the two. */
async function dropQueue(db: Database): Promise<void> {
  for (;;)
    try {
      await sql`drop schema onefold_queue cascade`.execute(db);
      return;
    } catch (error) {
      if (!(error instanceof DatabaseError && error.code === "40P01")) throw error;
    }
}

type Loss = [string, BackendName, (cluster: Cluster) => Promise<void>];

/** The lines of the log that a person is woken by. */
const alarms = (app: TestApp): string[] =>
  app
    .output()
    .split("\n")
    .filter((line) => line.includes('"level":50') && line.includes('"msg":"the queue has lost'));

async function counterOf(base: string, key: string, name: string): Promise<number | undefined> {
  const answer = await fetch(`${base}/metrics`, { headers: { authorization: `Bearer ${key}` } });
  const value = new RegExp(`^${name} (.*)$`, "m").exec(await answer.text())?.[1];
  return value === undefined ? undefined : Number(value);
}

const STORES: Loss[] = [
  ...times<Loss[]>([], [["a Redis that is flushed", "redis", flush]]),
  [
    "another Redis on its port",
    "redis",
    async (cluster) => {
      await flush(cluster);
      await cluster.redis?.kill();
      await cluster.redis?.restart();
    },
  ],
  ...times<Loss[]>(
    [],
    [
      [
        "a schema on Postgres that is dropped and prepared again",
        "postgres",
        async ({ db, url }) => {
          await dropQueue(db);
          await prepareQueue({ url, durability: "strict" });
        },
      ],
    ],
  ),
];

test.each(STORES)(
  "%s in the middle of an upload: jobs end, what is lost is told, and a repeat takes it",
  async (_, backend, replace) => {
    await using cluster = await createCluster(backend, { mayLose: true });
    const api = await cluster.startApi();
    const { url } = api;
    const first = await cluster.startWorker();
    const headers = { authorization: `Bearer ${cluster.key}` };
    const upload = async (key: string, query: string, pace: (row: number) => Promise<void>) => {
      async function* body() {
        for (let row = 0; row < ROWS; row++) {
          const paced = pace(row).then(() => true);
          // A sender that says nothing for long is cut off: empty lines are no rows.
          while (!(await Promise.race([paced, delay(1_000, false)]))) yield Buffer.from("\n");
          yield Buffer.from(`${JSON.stringify({ email: `${key}-${row}@example.com` })}\n`);
        }
      }
      const answer = await fetch(`${url}/api/contacts/batch${query}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/x-ndjson", "idempotency-key": key },
        body: ReadableStream.from(body()),
        duplex: "half",
      });
      expect(answer.status).toBe(202);
      const { job }: { job: { id: string } } = JSON.parse(await answer.text());
      return job.id;
    };
    const read = async (path: string) => {
      const answer = await fetch(`${url}/api/jobs/${path}`, { headers });
      return JSON.parse(await answer.text());
    };
    const finished = async (jobId: string): Promise<UploadJob> => {
      await finishedJobs(url, cluster.key, [jobId]);
      return await read(jobId);
    };
    const counted = async (what: ReturnType<typeof sql<{ n: number }>>) =>
      (await what.execute(cluster.db)).rows[0]?.n ?? 0;
    const until = async (isSo: () => Promise<boolean>) => {
      while (!(await isSo())) await delay(20);
    };
    const taken = () => counted(sql`select coalesce(min(rows_taken), 0)::int as n from jobs`);
    const receipts = () => counted(sql`select count(*)::int as n from receipts`);

    // Both uploads wait for each other at the two turns.
    let waiting = 0;
    const replaced = Promise.withResolvers<void>();
    const turn = Promise.withResolvers<void>();
    const pace = async (row: number) => {
      if (row === APPLIED) {
        if (++waiting === 2) {
          // Rows of a slow sender are taken after a few seconds.
          await until(async () => (await receipts()) >= 2 * APPLIED);
          await first.stop(15_000);
          turn.resolve();
        }
        await turn.promise;
      }
      if (row === APPLIED + LOST) await replaced.promise;
    };
    const uploads = Promise.all([upload("real", "", pace), upload("dry", "?dryRun=true", pace)]);
    await turn.promise;
    const single = (headersOf: Record<string, string>) =>
      postContact(
        url,
        cluster.key,
        { email: "single@example.com" },
        { prefer: "respond-async", ...headersOf },
      );
    const [keyless, keyed] = [await single({}), await single({ "idempotency-key": "single" })];
    await until(async () => (await taken()) >= APPLIED + LOST);
    expect(await counted(sql`select count(*)::int as n from contacts where team_id like 'job%'`)).toBe(
      APPLIED,
    );
    await replace(cluster);
    replaced.resolve();
    const [realId, dryId] = await uploads;
    const health = await findFreePort();
    const looking = await cluster.spawnWorker({ ...LOOKS, HEALTH_PORT: String(health) }, worker);

    const jobs = [await finished(realId), await finished(dryId)];
    for (const job of jobs)
      expect(job).toMatchObject({
        status: "failed",
        counts: { total: ROWS, pending: 0, created: APPLIED + AFTER, rejected: LOST, lost: LOST },
      });
    const results = await read(`${realId}/results?outcome=rejected&limit=1000`);
    expect(results.data.map(({ row, code }: { row: number; code: string }) => [row, code])).toEqual(
      Array.from({ length: LOST }, (__, index) => [APPLIED + index, "LOST"]),
    );
    expect(await counted(sql`select count(*)::int as n from contacts where team_id like 'job%'`)).toBe(0);

    const lostJobs = [await finished(keyless.body.job?.id ?? ""), await finished(keyed.body.job?.id ?? "")];
    for (const job of lostJobs)
      expect(job).toMatchObject({ status: "failed", httpStatus: 503, error: { code: "LOST" } });
    // Each was told once, and the alarm names jobs, and nobody.
    for (const jobId of [keyless, keyed].map(({ body }) => body.job?.id)) {
      await read(jobId ?? "");
      expect(alarms(api)).toContainEqual(expect.stringContaining(`"jobId":"${jobId}"`));
    }
    expect(alarms(api)).toHaveLength(2);
    expect(alarms(looking).join()).toContain(`"${realId}":${LOST}`);
    expect([...alarms(api), ...alarms(looking)].join()).not.toMatch(/@|example\.com|single/);
    const lostBy = (base: string) => counterOf(base, cluster.key, "onefold_lost_items_total");
    expect([await lostBy(url), await lostBy(`http://127.0.0.1:${health}`)]).toEqual([2, 2 * LOST]);

    const again = await postContact(
      url,
      cluster.key,
      { email: "single@example.com" },
      { "idempotency-key": "single" },
    );
    expect(again.status).toBe(201);
    expect(again.body.job?.id).not.toBe(keyed.body.job?.id);

    const repeatId = await upload("real", "", () => Promise.resolve());
    expect(repeatId).not.toBe(realId);
    expect(await finished(repeatId)).toMatchObject({
      status: "completed",
      retryOf: realId,
      counts: { total: LOST, created: LOST },
    });
    // Sent once more it is that job, and all people are there once.
    expect(await upload("real", "", () => Promise.resolve())).toBe(repeatId);
    expect(await counted(sql`select count(*)::int as n from contacts`)).toBe(ROWS + 1);
  },
  180_000,
);
