import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { commitReady, createWebhook, workOn } from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";
import { fanOutAll, sent } from "./support/receiver.ts";

const WAITING = 1_000;
const TAKEN = 8;

test("what is taken and noted is read, and not all that waits, before Postgres has counted anything", async () => {
  const owned = new AsyncDisposableStack();
  onTestFinished(() => owned.disposeAsync());
  const { url } = owned.use(await createTestDatabase());
  // One session, so that its own counts are told.
  const db = owned.adopt(createDatabase({ url, max: 1 }), (each) => each.destroy());
  await sql`alter table webhook_messages set (autovacuum_enabled = off)`.execute(db);
  const team = await newTeam(db);
  const name = await createWebhook(db, { ...team, url: "https://hooks.example.com" });
  const people = Array.from({ length: WAITING }, (_, who) =>
    team.item({ identifiers: [email(`p${who}@example.com`)] }),
  );
  for (let from = 0; from < WAITING; from += 250) await commitReady(db, people.slice(from, from + 250));
  expect(await fanOutAll(db, name)).toBe(WAITING);
  const read = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(db);
    const { rows } = await sql<{ count: number }>`
      select (select sum(seq_tup_read) from pg_stat_user_tables where relname = 'webhook_messages')::int
           + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'webhook_messages')::int as count`.execute(
      db,
    );
    return rows[0]?.count ?? 0;
  };
  const before = await read();
  const work = { wanted: TAKEN, sending: 0, leaseMs: 60_000 };
  const first = await workOn(db, name, { ...work, sent: [] });
  const second = await workOn(db, name, { ...work, sent: (first?.taken ?? []).map((each) => sent(each)) });
  await workOn(db, name, { ...work, wanted: 0, sent: [], unsent: second?.taken ?? [] });
  expect(second?.taken).toHaveLength(TAKEN);
  expect((await read()) - before).toBeLessThan(20 * TAKEN);
});
