import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { expect, test } from "vitest";
import { prepareQueue } from "../src/index.ts";
import { produce, raw, ref, upsert } from "./support/harness.ts";
import { startTestPostgres, startTestRedis } from "./support/stores.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

const SETTINGS = { concurrency: 1, lockMs: 1_000, stalledMs: 500 };

test("a worker whose first connection breaks off is built anew, and takes chunks", async () => {
  await using store = await startTestPostgres();
  const options = { url: store.url, durability: "strict" as const };
  await prepareQueue(options);
  await using producer = await produce(options);
  await using backend = await raw(options);
  // There are two, as a transaction always sees the same list of sessions.
  await using sessions = await connected(store.url);
  const { holder, other } = sessions;
  // BullMQ reads this table first.
  await holder.query("BEGIN; LOCK TABLE onefold_queue.migration IN ACCESS EXCLUSIVE MODE");

  const taken = Promise.withResolvers<void>();
  const starting = backend.shards[0].startWorker("interactive", async () => taken.resolve(), SETTINGS);
  await expect.poll(() => cutWorkers(other), { timeout: 10_000 }).toBeGreaterThan(0);
  await holder.query("COMMIT");

  const worker = await starting;
  await producer.submit(ref(0), upsert, { wait: false });
  await worker.resume();
  await taken.promise;
  await worker.close(false);
}, 30_000);

test.each([["redis"], ["postgres"]])(
  "one that takes long to connect, on %s, leaves nothing behind when it is closed",
  { ...THOROUGH, timeout: 30_000 },
  async (kind) => {
    await using store = kind === "redis" ? await startTestRedis() : await startTestPostgres();
    const options = { url: store.url, namespace: "slow", durability: "strict" as const };
    await prepareQueue(options);
    await using backend = await raw(options);
    const sockets = () => connectionsTo(Number(new URL(store.url).port));
    const before = await sockets();
    store.freeze();
    const starting = backend.shards[0].startWorker("interactive", async () => undefined, SETTINGS);
    // This is longer than a ping is waited for.
    await delay(5_500);
    store.thaw();
    await (await starting).close(false);
    await expect.poll(sockets, { timeout: 5_000 }).toBeLessThanOrEqual(before);
  },
);

/** Gives the connections of this machine to that port, as Linux lists them. Only this test uses the store there. */
async function connectionsTo(port: number): Promise<number> {
  const lists = await Promise.all(["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8")));
  const remote = new RegExp(
    `^ *\\d+: \\S+ [0-9A-F]+:${port.toString(16).toUpperCase().padStart(4, "0")} 01 `,
    "gm",
  );
  return lists.reduce((sum, list) => sum + (list.match(remote)?.length ?? 0), 0);
}

async function connected(url: string) {
  const [holder, other] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
  await Promise.all([holder.connect(), other.connect()]);
  return {
    holder,
    other,
    async [Symbol.asyncDispose]() {
      await Promise.all([holder.end(), other.end()]);
    },
  };
}

/** Ends the sessions that wait for the lock, as a server does when it is stopped. It gives how many there were. */
async function cutWorkers(db: Client): Promise<number> {
  const { rowCount } = await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'onefold worker' AND wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}
