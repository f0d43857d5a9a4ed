import { sql } from "kysely";
import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

const stack = useStack();

/** Past what a key may have under way and waiting. */
const DELETIONS = 80;
/** Those wait for their locks for six seconds. What comes sooner didn't wait for one of them. */
const SOON_MS = 4_000;

async function withContacts(count: number): Promise<TestTeam> {
  const team = await stack().newTeam();
  const { body } = await team.request("POST", "/api/contacts/batch", {
    raw: JSON.stringify(Array.from({ length: count }, (_, i) => ({ email: `p${i}@example.com` }))),
    headers: { "Content-Type": "application/json" },
  });
  expect(await team.job(Object(body).job.id, 30)).toMatchObject({ counts: { created: count } });
  return team;
}

async function timed<T>(run: Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now();
  return { result: await run, ms: performance.now() - started };
}

test("80 slow deletions of one team leave another's reads, lists and deletions fast, and its own reads", async () => {
  const [slow, other] = [await withContacts(DELETIONS), await withContacts(3)];
  const { db } = stack();
  const held = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const holding = db.transaction().execute(async (trx) => {
    await sql`select from contacts where team_id = ${slow.teamId} for update`.execute(trx);
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const deleting = Array.from({ length: DELETIONS }, (_, i) =>
    slow.request("DELETE", `/api/contacts/p${i}@example.com`),
  );
  await until("deletions wait for locks", 10_000, async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    return (rows[0]?.count ?? 0) >= 3;
  });
  // What is past its share is told so at once.
  const first = await Promise.race(deleting);
  refused(first, 429, "RATE_LIMITED");
  expect(Number(first.headers.get("retry-after"))).toBeGreaterThan(0);

  for (const [team, method, path] of [
    [other, "GET", "/api/contacts/p0@example.com"],
    [other, "GET", "/api/contacts"],
    [other, "GET", "/api/contacts/export"],
    [other, "DELETE", "/api/contacts/p1@example.com"],
    [slow, "GET", "/api/contacts/p0@example.com"],
  ] as const) {
    const { result, ms } = await timed(team.request(method, path));
    expect(result.status, path).toBe(200);
    expect(ms, path).toBeLessThan(SOON_MS);
  }
  expect((await other.contact({ email: "p2@example.com" })).status).toBe(200);
  release.resolve();
  await holding;
  const statuses = (await Promise.all(deleting)).map(({ status }) => status);
  expect(statuses).toContain(200);
  for (const status of statuses) expect([200, 429, 503]).toContain(status);
});
