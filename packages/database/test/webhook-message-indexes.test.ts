import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "../../../test/support/create-test-database.ts";
import { createDatabase } from "../src/index.ts";
import { up } from "../src/migrations/2026-12-03-webhook-message-indexes.ts";

test("its migration waits for whoever reads messages and then writes them, and not in a circle", async () => {
  const owned = new AsyncDisposableStack();
  onTestFinished(() => owned.disposeAsync());
  const { url } = owned.use(await createTestDatabase());
  const db = owned.adopt(createDatabase({ url, max: 3 }), (each) => each.destroy());
  await sql`drop index webhook_messages_waiting, webhook_messages_sending`.execute(db);
  await sql`create index webhook_messages_due on webhook_messages (team_id, webhook_id, next_at)`.execute(db);
  const waits = async () => {
    const { rows } = await sql`
      select from pg_locks where not granted and database = (select oid from pg_database
       where datname = current_database())`.execute(db);
    return rows.length;
  };
  const worker = await db.startTransaction().execute();
  await sql`select from webhook_messages where team_id = 'tea_1'`.execute(worker);
  const migrating = db.transaction().execute((trx) => up(trx));
  await expect.poll(waits, { timeout: 10_000, interval: 20 }).toBe(1);
  await sql`delete from webhook_messages where team_id = 'tea_1'`.execute(worker);
  await worker.commit().execute();
  await migrating;
});
