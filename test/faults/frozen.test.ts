import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { until } from "../e2e/support/until.ts";
import type { TestApp } from "../support/test-app.ts";
import { finishedJobs, postContact } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { THOROUGH } from "../support/thorough.ts";

const FAULTY_WORKER = new URL("./support/faulty-worker.ts", import.meta.url);
const ASYNC = { prefer: "respond-async" };
/** The server ends a session that is silent within a transaction after 5 s; the rest is for a busy machine. */
const FREED_MS = 30_000;

describe.each(mostly("postgres"))(
  "a worker that stands still in its transaction, the queue on %s",
  (backend) => {
    test("holds up only whom it has, for seconds, and when it goes on nothing is applied twice", async () => {
      await using cluster = await createCluster(backend);
      const api = await cluster.startApi();
      // Known by another name too: who comes by that one meets the record's row, and not the name's lock.
      const jane = { email: "jane@example.com", linkedinUrl: "https://www.linkedin.com/in/jane" };
      const first = await postContact(api.url, cluster.key, { ...jane, jobTitle: "first" }, ASYNC);
      const setUp = await cluster.startWorker();
      await finishedJobs(api.url, cluster.key, [first.body.job?.id ?? ""]);
      await setUp.stop(15_000);

      const frozen = await cluster.spawnWorker(
        { FAULT_POINT: "before-commit", FAULT_ONCE: "1" },
        FAULTY_WORKER,
      );
      const send = sender(cluster, api);
      const held = [await send({ email: jane.email, jobTitle: "held" })];
      await frozen.waitForOutput(/"at":"before-commit"/);
      process.kill(frozen.pid, "SIGSTOP");
      await using _thaw = { [Symbol.asyncDispose]: async () => void (await frozen.kill("SIGKILL")) };
      const frozenAt = performance.now();
      await cluster.startWorker();

      held.push(await send({ email: jane.email, firstName: "Jane" }));
      held.push(await send({ linkedinUrl: jane.linkedinUrl, lastName: "Doe" }));
      const others: string[] = [];
      for (let i = 0; i < 100; i++) others.push(await send({ email: `new${i}@example.com` }));
      await until("the others are applied", FREED_MS, async () => (await applied(cluster, others)) === 100);
      // Unless this machine was so slow that the session had been ended meanwhile.
      const wasFrozen = performance.now() - frozenAt < 5_000;
      if (wasFrozen) expect(await applied(cluster, held)).toBe(0);
      await until("the held ones are applied", FREED_MS, async () => (await applied(cluster, held)) === 3);

      process.kill(frozen.pid, "SIGCONT");
      // Its own batch fails, and given again it has its receipt.
      await frozen.waitForOutput(/items that have a receipt were skipped/);
      const after = await send({ email: jane.email, jobTitle: "after" });
      await finishedJobs(api.url, cluster.key, [after]);
      const all = await finishedJobs(api.url, cluster.key, [...held, ...others]);
      expect(all.filter(({ status }) => status !== "completed")).toEqual([]);
      const { rows } = await sql<{ fields: object; receipts: number; records: number }>`
      select fields, (select count(*)::int from receipts) as receipts,
             (select count(*)::int from contacts) as records
        from contacts where email = ${jane.email}`.execute(cluster.db);
      expect(rows).toMatchObject([
        {
          fields: { jobTitle: "after", firstName: "Jane", lastName: "Doe" },
          receipts: 1 + held.length + others.length + 1,
          records: 101,
        },
      ]);
    }, 120_000);
  },
);

test(
  "an API that stands still in an operation holds up only whom it has, for seconds",
  { ...THOROUGH, timeout: 90_000 },
  async () => {
    await using cluster = await createCluster("postgres");
    const { db, key } = cluster;
    const [frozen, api] = await Promise.all([cluster.spawnApi(), cluster.startApi(), cluster.startWorker()]);
    await postContact(api.url, key, { email: "jane@example.com" });
    const operation = await db.transaction().execute(async (trx) => {
      await sql`select from contacts where email = 'jane@example.com' for update`.execute(trx);
      const answer = fetch(`${frozen.url}/api/v2/unsubscribes/contacts/jane@example.com`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}` },
      });
      await until("it waits for the row", 10_000, async () => {
        const { rows } = await sql<{ waiting: boolean }>`
        select exists(select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock') as waiting`.execute(db);
        return rows[0]?.waiting === true;
      });
      process.kill(frozen.pid, "SIGSTOP");
      return { answer };
    });
    await using _thaw = { [Symbol.asyncDispose]: async () => void (await frozen.kill("SIGKILL")) };
    operation.answer.catch(() => undefined);
    const job = await sender(cluster, api)({ email: "jane@example.com", firstName: "Jane" });
    // Long before its transaction has taken too long, which ends it too.
    await until("the held one is applied", 20_000, async () => (await applied(cluster, [job])) === 1);
    process.kill(frozen.pid, "SIGCONT");
    // Its session is gone: it says that it can't now, or does it anew.
    expect([200, 503]).toContain((await operation.answer).status);
  },
);

/** Sends a contact and tells its job. */
function sender(cluster: Cluster, api: TestApp): (body: object) => Promise<string> {
  return async (body) => {
    const { status, body: answer } = await postContact(api.url, cluster.key, body, ASYNC);
    expect(status).toBe(202);
    return answer.job?.id ?? "";
  };
}

async function applied({ db }: Cluster, jobIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from receipts where job_id = any(${jobIds})`.execute(db);
  return rows[0]?.count ?? 0;
}
