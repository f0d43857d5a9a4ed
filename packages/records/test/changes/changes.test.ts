import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  deleteRecord,
  maintainReceipts,
  previewUpsert,
  readChanges,
  setUnsubscribed,
} from "../../src/index.ts";
import { createActs, mergedOf } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import { readAll, readPart, settled, told } from "./support/reading.ts";

const db = await testDatabase();
const { applied, idOf, merging, undoing } = createActs(db);
const DAY_MS = 86_400_000;

test("what became of records is told in its order, with what changed", async () => {
  const team = await newTeam(db);
  const jane = await idOf(team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CTO" } }));
  const john = await idOf(team.item({ identifiers: [email("john@example.com")] }));
  await applied(team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CEO" } }));
  // Nothing changes.
  await applied(team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CEO" } }));
  const merge = team.operation();
  mergedOf(await merging(team, jane, [john], merge));
  await undoing(team, merge);
  await setUnsubscribed(db, team.operation(), { contact: { recordId: john }, unsubscribed: true });
  const changes = await readAll(db, team.teamId);
  const gained = expect.objectContaining({ additionalEmails: { to: ["john@example.com"] } });
  expect(changes.map(told)).toEqual([
    ["created", jane, {}],
    ["created", john, {}],
    ["updated", jane, { jobTitle: { from: "CTO", to: "CEO" } }],
    ["merged", jane, gained],
    ["updated", jane, gained],
    ["split", jane, {}],
    ["subscription", john, { unsubscribed: { to: true } }],
  ]);
  expect(changes[3]).toMatchObject({ mergedIds: [john], keyId: "key_test" });
  expect(changes[5]).toMatchObject({ restoredIds: [john] });

  await deleteRecord(db, team.operation(), { entity: "contact", name: { recordId: john }, force: false });
  // What told of him is gone, also where he was a part of her.
  const left = await readAll(db, team.teamId);
  expect(left.map(told)).toEqual([
    ["created", jane, {}],
    ["updated", jane, { jobTitle: { from: "CTO", to: "CEO" } }],
    ["deleted", john, undefined],
  ]);
  const { rows } = await sql<{ entries: unknown }>`
    select entries from changes where team_id = ${team.teamId}`.execute(db);
  expect(JSON.stringify(rows)).not.toContain("example.com");
});

test("who is unsubscribed, or subscribed again, is an event of its own; a dry run is none", async () => {
  const team = await newTeam(db);
  const jane = await idOf(team.item({ identifiers: [email("jane@example.com")] }));
  for (const unsubscribed of [true, false])
    await setUnsubscribed(db, team.operation(), { contact: { recordId: jane }, unsubscribed });
  const dry = team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CEO" }, dryRun: true });
  await previewUpsert(db, dry);
  await commitOnce(db, [{ ...dry, ref: { ...dry.ref, upload: true } }]);
  expect((await readAll(db, team.teamId)).map(told)).toEqual([
    ["created", jane, {}],
    ["subscription", jane, { unsubscribed: { to: true } }],
    ["subscription", jane, { unsubscribed: { from: true } }],
  ]);
});

test("a filter leaves out others, and goes on behind them", async () => {
  const team = await newTeam(db);
  const items = Array.from({ length: 20 }, (_, at) =>
    team.item({ identifiers: [email(`e${at}@example.com`)] }),
  );
  await commitOnce(db, items);
  await applied(team.item({ identifiers: [email("e7@example.com")], set: { jobTitle: "CTO" } }));
  await settled(db);
  const some = { teamId: team.teamId, events: new Set(["updated"] as const), limit: 5 };
  const part = await readPart(db, some);
  expect(part.changes.map(({ event }) => event)).toEqual(["updated"]);
  expect(await readPart(db, { ...some, after: part.after })).toMatchObject({ changes: [], isEnd: true });
  expect(await readPart(db, { teamId: team.teamId, entity: "company", limit: 5 })).toMatchObject({
    changes: [],
    isEnd: true,
  });
});

test("other teams have feeds of their own, also where a commit is of several", async () => {
  const [one, other] = [await newTeam(db), await newTeam(db)];
  await commitOnce(db, [
    one.item({ identifiers: [email("jane@example.com")] }),
    other.item({ identifiers: [email("john@example.com")] }),
    one.item({ identifiers: [email("joan@example.com")] }),
  ]);
  expect(await readAll(db, one.teamId)).toHaveLength(2);
  expect(await readAll(db, other.teamId)).toHaveLength(1);
});

test("an earlier transaction that is still open holds back all after it, and then everything is told in their order", async () => {
  const team = await newTeam(db);
  const { promise: isCommitting, resolve: committing } = Promise.withResolvers<void>();
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const open = commitOnce(db, [team.item({ identifiers: [email("slow@example.com")] })], {
    async onPoint(point) {
      if (point !== "before-commit") return;
      committing();
      await mayCommit;
    },
  });
  await isCommitting;
  await commitOnce(db, [team.item({ identifiers: [email("quick@example.com")] })]);
  const before = await readPart(db, { teamId: team.teamId, limit: 10 });
  expect(before).toMatchObject({ changes: [], isEnd: true });
  commit();
  await open;
  await settled(db);
  const emails = (await readPart(db, { teamId: team.teamId, limit: 10, after: before.after })).changes.map(
    (change) => change.kind === "record" && change.applied?.record.identifiers.email?.[0],
  );
  expect(emails).toEqual(["slow@example.com", "quick@example.com"]);
});

test("a place of another history, of what is yet to come, or past the retention can't be followed", async () => {
  const team = await newTeam(db);
  const { after } = await readPart(db, { teamId: team.teamId, limit: 1 });
  const restored = { kind: "gone", why: "restored" };
  const read = (place: typeof after) => readChanges(db, { teamId: team.teamId, limit: 1, after: place });
  expect(await read({ ...after, epoch: "0123456789abcdef" })).toEqual(restored);
  expect(await read({ ...after, xid: after.xid + 1_000_000 })).toEqual(restored);
  await maintainReceipts(db, { retentionDays: 30 });
  expect(await read({ ...after, day: "2026-01-01" })).toEqual({ kind: "gone", why: "expired" });
});

test("a database that is made anew is another history", async () => {
  await using first = await createTestDatabase();
  await using second = await createTestDatabase();
  const places = [];
  for (const { url } of [first, second]) {
    const there = createDatabase({ url, max: 1 });
    const { teamId } = await newTeam(there);
    places.push((await readPart(there, { teamId, limit: 1 })).after.epoch);
    await there.destroy();
  }
  expect(places[0]).not.toBe(places[1]);
});

test("a place that is given out is on the disk, so that no number before it is given again after a crash", async () => {
  await using database = await createTestDatabase();
  const [there, careless] = [database, database].map(({ url }) => createDatabase({ url, max: 1 }));
  if (!there || !careless) throw new Error("There are two.");
  const team = await newTeam(there);
  await sql`set synchronous_commit = off`.execute(careless);
  // Postgres' own writer may flush one of them in between, not all.
  for (let round = 0; round < 10; round++) {
    await sql`update teams set name = ${String(round)} where team_id = ${team.teamId}`.execute(careless);
    const { rows } = await sql<{ lsn: string }>`select pg_current_wal_insert_lsn()::text as lsn`.execute(
      careless,
    );
    await readPart(there, { teamId: team.teamId, limit: 1 });
    const flushed = await sql<{ isOn: boolean }>`
      select pg_current_wal_flush_lsn() >= ${rows[0]?.lsn}::text::pg_lsn as "isOn"`.execute(careless);
    expect(flushed.rows).toEqual([{ isOn: true }]);
  }
  await Promise.all([there.destroy(), careless.destroy()]);
});

test("what is told by receipts that are gone is no longer there to be followed", async () => {
  await using database = await createTestDatabase();
  const there = createDatabase({ url: database.url, max: 2 });
  const team = await newTeam(there);
  // Accepted long ago and applied today: their receipts go with the day of their acceptance.
  const long = Date.now() - 3 * DAY_MS;
  await maintainReceipts(there, { retentionDays: 30, now: long });
  const { after } = await readPart(there, { teamId: team.teamId, limit: 1 });
  for (const name of ["jane", "joe"]) {
    const late = team.item({ identifiers: [email(`${name}@example.com`)] });
    await commitOnce(there, [{ ...late, ref: { ...late.ref, acceptedAt: long } }]);
  }
  await settled(there);
  expect((await readPart(there, { teamId: team.teamId, limit: 2, after })).changes).toHaveLength(2);
  await maintainReceipts(there, { retentionDays: 2 });
  expect(await readChanges(there, { teamId: team.teamId, limit: 1, after })).toEqual({
    kind: "gone",
    why: "expired",
  });
  // Who begins anew is told what is left, page by page.
  await commitOnce(there, [team.item({ identifiers: [email("john@example.com")] })]);
  await settled(there);
  const events: string[] = [];
  let part = await readPart(there, { teamId: team.teamId, limit: 1 });
  while (!part.isEnd) {
    part = await readPart(there, { teamId: team.teamId, limit: 1, after: part.after });
    events.push(...part.changes.map(({ event }) => event));
  }
  expect(events).toEqual(["created"]);
  await there.destroy();
});

test("changes go with the day of their receipts", async () => {
  await using database = await createTestDatabase();
  const there = createDatabase({ url: database.url, max: 2 });
  const team = await newTeam(there);
  const one = team.item({ identifiers: [email("jane@example.com")] });
  await commitOnce(there, [one]);
  // From the default partition to that of its day.
  await maintainReceipts(there, { retentionDays: 30 });
  expect(await readAll(there, team.teamId)).toHaveLength(1);
  const { after } = await readPart(there, { teamId: team.teamId, limit: 1 });
  await maintainReceipts(there, { retentionDays: 30, now: Date.now() + 33 * DAY_MS });
  expect(await readAll(there, team.teamId)).toHaveLength(0);
  expect(await readChanges(there, { teamId: team.teamId, limit: 1, after })).toMatchObject({
    why: "expired",
  });
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relname ~ '^changes_\\d{8}$' and relname < ${`changes_${today()}`}`.execute(
    there,
  );
  expect(rows).toEqual([]);
  await there.destroy();
});

function today(): string {
  return new Date().toISOString().slice(0, 10).replaceAll("-", "");
}
