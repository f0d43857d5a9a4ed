import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startTestPostgres } from "../../packages/queue/test/support/stores.ts";
import { createTemplate, TEMPLATE } from "../support/create-template.ts";
import { THOROUGH, times } from "../support/thorough.ts";
import { finishedJobs, postContact } from "./support/client.ts";
import type { Answer } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";

const FAULTY_API = new URL("./support/faulty-api.ts", import.meta.url);
const ASYNC = { prefer: "respond-async" };
const REQUESTS = 100;
/** More than the API's and the worker's own deadlines. */
const STOP_MS = 15_000;
/** The API is killed once so many answers are there; 0: once the row is, before any of them. */
const KILL_AFTER = times([25], [0, 0, 1, 25, 60]);

/** What one key came to, by what the database holds. */
async function effectsOf({ db }: Cluster, email: string) {
  const receipts = await db
    .selectFrom("receipts as r")
    .innerJoin("contacts as c", (join) =>
      join.onRef("c.team_id", "=", "r.team_id").onRef("c.record_id", "=", "r.record_id"),
    )
    .select(["r.job_id", "r.clock", "c.record_id", "c.created_clock", "c.fields"])
    .where("c.email", "=", email)
    .execute();
  const records = await db.selectFrom("contacts").select("record_id").where("email", "=", email).execute();
  return { receipts, records: records.map((record) => record.record_id) };
}

/** The row of the one key there is; polled until it is there. */
async function rowOf({ db }: Cluster, ...known: readonly string[]) {
  for (;;) {
    const rows = await db.selectFrom("idempotency_keys").selectAll().execute();
    const row = rows.find(({ job_id }) => !known.includes(job_id));
    if (row) return row;
  }
}

/** Of a Postgres of one's own, which can be stopped: a database as the services want it. */
async function databaseIn(postgresUrl: string): Promise<string> {
  await createTemplate(postgresUrl);
  const url = new URL(postgresUrl);
  url.pathname = `/${TEMPLATE}`;
  return url.href;
}

function arrived(results: readonly PromiseSettledResult<Answer>[]): Answer[] {
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

describe.each(mostly("redis"))("Idempotency-Key, the queue on %s", (backend) => {
  test(`the same key ${REQUESTS} times in parallel through two APIs, one killed midway: one job, one effect`, async () => {
    await using cluster = await createCluster(backend);
    const { db, key } = cluster;
    const [survivor] = await Promise.all([cluster.startApi(), cluster.startWorker()]);
    const jobs: string[] = [];
    for (const [round, killAfter] of KILL_AFTER.entries()) {
      const victim = await cluster.spawnApi();
      const email = `person${round}@example.com`;
      const body = { email, jobTitle: "first" };
      const headers = { "idempotency-key": `round ${round}`.replace(" ", "-") };
      const enough = Promise.withResolvers<void>();
      let answers = 0;
      const sent = Array.from({ length: REQUESTS }, async (_, i) => {
        const answer = await postContact((i % 2 ? victim : survivor).url, key, body, headers);
        if ((answers += 1) >= killAfter && killAfter > 0) enough.resolve();
        return answer;
      });
      const settled = Promise.allSettled(sent);
      if (killAfter === 0) await rowOf(cluster, ...jobs);
      else await enough.promise;
      await victim.kill("SIGKILL");

      const all = arrived(await settled);
      expect(all.length).toBeGreaterThanOrEqual(Math.max(REQUESTS / 2, killAfter));
      const [jobId = "", ...others] = new Set(all.map((answer) => answer.body.job?.id));
      expect(others).toEqual([]);
      expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]));
      const row = await rowOf(cluster, ...jobs);
      jobs.push(jobId);
      const { receipts, records } = await effectsOf(cluster, email);
      expect(records).toHaveLength(1);
      expect(receipts.map(({ job_id, clock }) => [job_id, clock])).toEqual([[jobId, row.clock]]);
      expect(receipts[0]?.created_clock).toBe(row.clock);

      // Whatever is repeated after, through the other and through a new one: the same answer, no effect.
      await postContact(survivor.url, key, { email, jobTitle: "second" });
      const restarted = await cluster.startApi();
      const repeats = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          postContact((i % 2 ? restarted : survivor).url, key, body, headers),
        ),
      );
      for (const repeat of repeats) expect(repeat).toEqual(all[0]);
      const after = await effectsOf(cluster, email);
      expect(after.records).toHaveLength(1);
      expect(after.receipts).toHaveLength(2);
      expect(after.receipts[0]?.fields["jobTitle"]).toBe("second");
      await restarted.stop(STOP_MS);
    }
    const rows = await db.selectFrom("idempotency_keys").select("job_id").execute();
    expect(rows.map((row) => row.job_id).toSorted()).toEqual(jobs.toSorted());
  }, 180_000);

  test("an API killed after the commit of an operation, before its answer: the repeat gets that answer, and nothing is done twice", async () => {
    await using cluster = await createCluster(backend);
    const { db, key } = cluster;
    const [victim, api] = await Promise.all([
      cluster.spawnApi({ FAULT_POINT: "after-operation" }, FAULTY_API),
      cluster.startApi(),
      cluster.startWorker(),
    ]);
    const emails = ["jane@example.com", "john@example.com"];
    for (const email of emails) await postContact(api.url, key, { email });
    const merge = (url: string, primaryId: string) =>
      fetch(`${url}/api/contacts/merge`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "idempotency-key": "k",
        },
        body: JSON.stringify({ primaryId, secondaryIds: emails.filter((email) => email !== primaryId) }),
      });
    const held = Promise.allSettled([merge(victim.url, "jane@example.com")]);
    await victim.waitForOutput(/"at":"/);
    await victim.kill("SIGKILL");
    await held;
    const [merged] = await db.selectFrom("merges").select("job_id").execute();
    const repeats = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const answer = await merge(api.url, "jane@example.com");
        return [answer.status, answer.headers.get("idempotent-replayed"), await answer.text()];
      }),
    );
    for (const repeat of repeats)
      expect(repeat).toEqual([
        200,
        "true",
        expect.stringContaining(`"undoUrl":"/api/contacts/merge/${merged?.job_id}`),
      ]);
    expect(new Set(repeats.map(String)).size).toBe(1);
    expect((await merge(api.url, "john@example.com")).status).toBe(422);
    expect(await db.selectFrom("merges").select("job_id").execute()).toHaveLength(1);
  }, 60_000);

  test.each(["before-add", "after-add"])(
    "an API killed %s: the repeats add the same item, and it is applied once",
    async (point) => {
      await using cluster = await createCluster(backend);
      const { db, key } = cluster;
      const [victim, api] = await Promise.all([
        cluster.spawnApi({ FAULT_POINT: point }, FAULTY_API),
        cluster.startApi(),
      ]);
      const body = { email: "jane@example.com", jobTitle: "first" };
      const headers = { "idempotency-key": "k" };
      const held = Promise.allSettled(
        Array.from({ length: REQUESTS / 2 }, () => postContact(victim.url, key, body, headers)),
      );
      await victim.waitForOutput(/"at":"/);
      const row = await rowOf(cluster);
      expect(row.added).toBe(false);
      // The first is in flight, and no worker runs: others are told of the same job, or refused without its name, since
      // nobody knows yet what becomes of it.
      const other = await postContact(api.url, key, { ...body, jobTitle: "other" }, headers);
      expect([other.status, other.body.message]).toEqual([422, expect.stringContaining("another request")]);
      expect(other.body.message).not.toContain(row.job_id);
      const early = await postContact(api.url, key, body, { ...headers, ...ASYNC });
      expect([early.status, early.body.job?.id]).toEqual([202, row.job_id]);
      const waiting = Promise.all(
        Array.from({ length: REQUESTS / 2 }, () => postContact(api.url, key, body, headers)),
      );
      await victim.kill("SIGKILL");
      expect(arrived(await held)).toEqual([]);

      const worker = await cluster.startWorker();
      const answers = await waiting;
      for (const { status, body: answered } of answers)
        expect([status, answered.job?.id, answered.data?.created]).toEqual([201, row.job_id, true]);
      await finishedJobs(api.url, key, [row.job_id]);
      // The copy of the killed one, too: it came to nothing.
      if (point === "after-add") await worker.waitForOutput(/items that have a receipt were skipped/);
      const { receipts, records } = await effectsOf(cluster, body.email);
      expect(receipts.map(({ job_id, clock }) => [job_id, clock])).toEqual([[row.job_id, row.clock]]);
      expect(records).toHaveLength(1);
      expect(await postContact(api.url, key, body, headers)).toEqual(answers[0]);
      const rows = await db.selectFrom("idempotency_keys").select(["job_id", "clock"]).execute();
      expect(rows).toEqual([{ job_id: row.job_id, clock: row.clock }]);
    },
    60_000,
  );

  test(
    "a row of a killed API that nobody repeated holds its place: what came after it is later",
    { ...THOROUGH, timeout: 60_000 },
    async () => {
      await using cluster = await createCluster(backend);
      const { key } = cluster;
      const [victim, api] = await Promise.all([
        cluster.spawnApi({ FAULT_POINT: "before-add" }, FAULTY_API),
        cluster.startApi(),
        cluster.startWorker(),
      ]);
      const first = { email: "jane@example.com", jobTitle: "first", lastName: "Example" };
      const headers = { "idempotency-key": "k" };
      const held = Promise.allSettled([postContact(victim.url, key, first, headers)]);
      await victim.waitForOutput(/"at":"/);
      await victim.kill("SIGKILL");
      await held;
      expect((await postContact(api.url, key, { email: first.email, jobTitle: "second" })).status).toBe(201);

      const repeat = await postContact(api.url, key, first, headers);
      expect([repeat.status, repeat.body.job?.id]).toEqual([200, (await rowOf(cluster)).job_id]);
      expect(repeat.body.data?.fields).toEqual({ jobTitle: "second", lastName: "Example" });
    },
  );
});

test(
  "Postgres down behind a Redis queue: 503 with the key, nothing accepted; ingest without it goes on",
  { ...THOROUGH, timeout: 60_000 },
  async () => {
    await using postgres = await startTestPostgres();
    await using cluster = await createCluster("redis", { databaseUrl: await databaseIn(postgres.url) });
    const api = await cluster.startApi();
    const body = { email: "jane@example.com" };
    const headers = { "idempotency-key": "k", ...ASYNC };
    const known = await postContact(api.url, cluster.key, { email: "known@example.com" }, ASYNC);
    expect(known.status).toBe(202);

    await postgres.stop();
    for (let i = 0; i < 3; i++) {
      const refused = await postContact(api.url, cluster.key, body, headers);
      expect([refused.status, refused.body.message]).toEqual([
        503,
        expect.stringContaining("retry with the same Idempotency-Key"),
      ]);
    }
    const without = await postContact(api.url, cluster.key, { email: "john@example.com" }, ASYNC);
    expect(without.status).toBe(202);

    await postgres.start();
    const accepted = await untilAccepted(() => postContact(api.url, cluster.key, body, headers));
    const worker = await cluster.startWorker();
    const ids = [known, without, accepted].map((answer) => answer.body.job?.id ?? "");
    const jobs = await finishedJobs(api.url, cluster.key, ids);
    expect(jobs.map(({ httpStatus }) => httpStatus)).toEqual([201, 201, 201]);
    // Of the refused ones nothing was queued.
    expect(await cluster.db.selectFrom("receipts").select("job_id").execute()).toHaveLength(3);
    await Promise.all([api.stop(STOP_MS), worker.stop(STOP_MS)]);
  },
);

test(
  "Postgres frozen: a request with a key is refused once its statement had its time, and waits for no second one",
  { ...THOROUGH, timeout: 90_000 },
  async () => {
    await using postgres = await startTestPostgres();
    await using cluster = await createCluster("redis", { databaseUrl: await databaseIn(postgres.url) });
    const api = await cluster.startApi();
    const send = (key: string) =>
      postContact(api.url, cluster.key, { email: "jane@example.com" }, { "idempotency-key": key, ...ASYNC });
    expect((await send("warm")).status).toBe(202);
    postgres.freeze();
    const frozenAt = performance.now();
    const refused = await send("k").finally(() => postgres.thaw());
    expect([refused.status, refused.body.message]).toEqual([
      503,
      expect.stringContaining("retry with the same Idempotency-Key"),
    ]);
    // A connection is cut after 20 s of silence; to open another one takes 5 s more.
    expect(performance.now() - frozenAt).toBeLessThan(24_000);
    expect((await send("k")).status).toBe(202);
  },
);

test(
  "the queue's store down: 503 that says to retry with the same key, and the retry is one job",
  { ...THOROUGH, timeout: 60_000 },
  async () => {
    await using cluster = await createCluster("redis");
    const [api] = await Promise.all([cluster.startApi(), cluster.startWorker()]);
    const body = { email: "jane@example.com" };
    const headers = { "idempotency-key": "k" };
    await cluster.redis?.kill();
    const refused = await postContact(api.url, cluster.key, body, headers);
    expect([refused.status, refused.body.message]).toEqual([
      503,
      expect.stringContaining("with the same Idempotency-Key"),
    ]);
    await cluster.redis?.restart();
    const answer = await untilAccepted(() => postContact(api.url, cluster.key, body, headers));
    expect(answer.status).toBe(201);
    const { receipts } = await effectsOf(cluster, body.email);
    expect(receipts.map(({ job_id }) => job_id)).toEqual([answer.body.job?.id]);
  },
);

/** What a client does that was told to. */
async function untilAccepted(send: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 503) return answer;
    await delay(100);
  }
}
