import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../test/support/create-test-database.ts";
import { createDatabase, isOutage } from "../src/index.ts";
import type { DatabaseOptions } from "../src/index.ts";

async function connect(options: Partial<DatabaseOptions>) {
  const { url, ...lifetime } = await createTestDatabase();
  const open = (more: Partial<DatabaseOptions>) => createDatabase({ url, max: 1, ...more });
  const [db, other] = [open(options), open({})];
  return {
    db,
    other,
    async [Symbol.asyncDispose]() {
      await Promise.all([db.destroy(), other.destroy()]);
      await lifetime[Symbol.asyncDispose]();
    },
  };
}

test.each([
  ["is silent within", { idleInTransactionMs: 50 }],
  ["takes too long for", { transactionTimeoutMs: 50 }],
])("a session that %s a transaction is ended, and its locks are free", async (_what, limit) => {
  await using connections = await connect(limit);
  const { db, other } = connections;
  const ended = db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(1)`.execute(trx);
    // This waits for the lock until that session is gone.
    await sql`select pg_advisory_lock(1)`.execute(other);
    await sql`select 1`.execute(trx);
  });
  const error = await ended.catch((thrown: unknown) => thrown);
  expect(isOutage(error), String(error)).toBe(true);
});

test("a peer that doesn't answer is asked for three times within its time, and then let go", async () => {
  await using connections = await connect({ peerTimeoutMs: 8_000 });
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name like 'tcp%' order by name`.execute(connections.db);
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    // Over a Unix socket these would be 0.
    tcp_keepalives_count: "3",
    tcp_keepalives_idle: "2",
    tcp_keepalives_interval: "2",
    tcp_user_timeout: "8000",
  });
});
