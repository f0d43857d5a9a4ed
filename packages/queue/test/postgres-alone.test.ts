import { Pool } from "pg";
import { expect, test } from "vitest";
import { createProducer, prepareQueue } from "../src/index.ts";
import { storeAddress } from "../src/options.ts";
import { sessions } from "../src/stores/postgres/sessions.ts";
import { ref, upsert } from "./support/harness.ts";
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
