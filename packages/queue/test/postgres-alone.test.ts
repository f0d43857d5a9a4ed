import { Pool } from "pg";
import { expect, test } from "vitest";
import { createProducer, prepareQueue } from "../src/index.ts";
import { storeAddress } from "../src/options.ts";
import { schemaOf, sessions } from "../src/stores/postgres/sessions.ts";
import { consume, produce, ref, upsert } from "./support/harness.ts";
import { startTestPostgres } from "./support/stores.ts";

test("without migrations it says so; strict refuses fsync=off", async () => {
  await using store = await startTestPostgres();
  const options = { url: store.url, durability: "strict" as const };
  await expect(createProducer({ ...options, floor: 0 })).rejects.toThrow(
    /onefold_queue is not in the database yet: run `npx onefold migrate`/,
  );
  await expect(
    createProducer({ ...options, url: store.url.replace(/[^/]*$/, "nowhere"), floor: 0 }),
  ).rejects.toThrow(/refuses us: database "nowhere" does not exist/);
  // It is called at once from several places, and again.
  await Promise.all([prepareQueue(options), prepareQueue(options), prepareQueue(options)]);
  await prepareQueue(options);
  await using producer = await createProducer({ ...options, floor: 0 });
  expect(await producer.problems()).toEqual([]);

  // Our sessions ask for more than the server's default. What they can't set is a problem.
  await store.stop();
  await using careless = await startTestPostgres({ fsync: "off", synchronous_commit: "off" });
  await prepareQueue({ ...options, url: careless.url });
  await using refused = await createProducer({ ...options, url: careless.url, floor: 0 });
  expect((await refused.problems()).map(({ what }) => what)).toEqual([
    "Postgres may lose queued chunks in a power loss: fsync is off.",
  ]);
  await expect(refused.submit(ref(0), upsert, { wait: false })).rejects.toMatchObject({
    reason: "not-durable",
  });
}, 60_000);

test("a session that is silent within a transaction, or gone, is ended; whoever migrates may pause", async () => {
  await using store = await startTestPostgres();
  const settingsOf = async (mayPause: boolean) => {
    const pool = new Pool(sessions(storeAddress(store), { applicationName: "test", max: 1, mayPause }));
    // Its server may end before it has heard that it was left.
    pool.on("error", () => {});
    const { rows } = await pool.query<{ name: string; ms: string }>(
      `select name, case when unit = 's' then setting || '000' else setting end as ms from pg_settings
        where name in ('idle_in_transaction_session_timeout', 'tcp_user_timeout', 'tcp_keepalives_idle')`,
    );
    await pool.end();
    return Object.fromEntries(rows.map(({ name, ms }) => [name, Number(ms)]));
  };
  expect(await settingsOf(false)).toEqual({
    idle_in_transaction_session_timeout: 5_000,
    tcp_user_timeout: 10_000,
    tcp_keepalives_idle: 2_000,
  });
  expect(await settingsOf(true)).toMatchObject({
    idle_in_transaction_session_timeout: 0,
    tcp_user_timeout: 0,
  });
}, 60_000);

test("who renews waits for the lock of a chunk without holding another's", async () => {
  await using store = await startTestPostgres();
  const options = { url: store.url, namespace: "renew", durability: "strict" as const };
  await prepareQueue(options);
  const pool = new Pool({ connectionString: store.url });
  pool.on("error", () => {});
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  await using producer = await produce(options);
  // Nobody else looks for stalled chunks here: the pass is this test's own.
  await using consumer = await consume(options, { stalledMs: 600_000, handle: () => ended });
  for (let row = 0; row < 8; row++) await producer.submit(ref(row), upsert, { wait: false });
  await expect.poll(() => consumer.rows()).toHaveLength(8);
  const pass = await pool.connect();
  // Postgres looks for circles after a second of waiting, and would end the other one.
  await pass.query(`set lock_timeout = 500; set search_path = "${schemaOf(storeAddress(options))}"`);
  const { rows: chunks } = await pass.query<{ id: string }>("select id from job order by seq");
  // In which order a statement comes to rows isn't known: each is the one that is waited for once.
  for (const { id } of chunks) {
    await pass.query("begin");
    await pass.query("update job set stalled_marked = true where id = $1", [id]);
    await expect
      .poll(async () => (await pool.query(WAITING)).rows, { timeout: 10_000 })
      .toEqual([{ waiting: 1 }]);
    expect(await pass.query("update job set stalled_marked = true")).toMatchObject({ rowCount: 8 });
    await pass.query("commit");
  }
  pass.release();
  end();
  await pool.end();
}, 60_000);

/** How many sessions wait to renew locks. */
const WAITING = `
  select count(*)::int as waiting from pg_stat_activity
   where wait_event_type = 'Lock' and application_name = 'onefold worker'`;
