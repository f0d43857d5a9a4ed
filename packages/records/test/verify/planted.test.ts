import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "@onefold/database";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  claimIdempotencyKey,
  commitItems,
  commitOnce,
  continueErasures,
  deleteRecord,
  endJobs,
  endUpload,
  maintainReceipts,
  markIdempotencyKey,
  mergeRecords,
  noteWatermark,
  rejectItems,
  setUnsubscribed,
  settleLost,
  takeRows,
  verify,
} from "../../src/index.ts";
import type { Finding, Invariant } from "../../src/index.ts";
import { createActs } from "../support/acts.ts";
import { createJobActs, DIGEST } from "../support/job-acts.ts";
import { email, linkedin, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 2 });
const { applied, idOf, merging, undoing } = createActs(db);
const { newUpload } = createJobActs(db);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let team: Team;
beforeEach(async () => {
  team = await newTeam(db);
});

async function found(teamId = team.teamId, agoMs = 24 * HOUR_MS) {
  return await verify(db, { since: { agoMs }, dueMs: 15 * MINUTE_MS, teamId, shown: 10 });
}

/** All that is wrong, by kind. */
async function wrong(teamId = team.teamId): Promise<Partial<Record<Invariant, readonly Finding[]>>> {
  const all = Object.entries((await found(teamId)).found).filter(([, { count }]) => count > 0);
  return Object.fromEntries(all.map(([name, { first }]) => [name, first]));
}

/** Somebody whom two items wrote: the second one what only it gave. */
async function jane() {
  const [one, two] = [
    team.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane", jobTitle: "CTO" } }),
    team.item({
      identifiers: [email("jane@example.com")],
      aliases: ["j@example.com"],
      set: { jobTitle: "CEO" },
    }),
  ];
  const { recordId } = (await applied(one)).record;
  await applied(two);
  return { one, two, recordId, teamId: team.teamId };
}

const isItem = ({ ref }: { readonly ref: { readonly jobId: string; readonly row: number } }) =>
  sql`job_id = ${ref.jobId} and "row" = ${ref.row}`;

describe("lost", () => {
  test("a receipt that is gone: what its item wrote is still shown", async () => {
    const { two, recordId } = await jane();
    expect(await wrong()).toEqual({});
    await sql`delete from receipts where ${isItem(two)}`.execute(db);
    expect(await wrong()).toEqual({
      lost: [expect.objectContaining({ recordId, field: "email", clock: two.clock })],
    });
  });

  test("a receipt that is gone of an item that brought an e-mail, and nothing that is still there", async () => {
    const { two, recordId } = await jane();
    await applied(team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "none" } }));
    await sql`delete from receipts where ${isItem(two)}`.execute(db);
    expect(await wrong()).toEqual({
      lost: [expect.objectContaining({ recordId, field: "email", clock: two.clock })],
    });
  });

  test("rows of an ended job without a receipt: each by its number, and how many", async () => {
    const upload = await newUpload();
    await upload.take(0, 8);
    await commitItems(db, upload.rows(0, 8));
    await upload.complete();
    expect(await upload.end()).toHaveLength(1);
    expect(await wrong(upload.teamId)).toEqual({});
    const { jobId } = upload.name;
    await sql`delete from receipts where job_id = ${jobId} and "row" in (1, 3, 5, 7)`.execute(db);
    const { found: all } = await found(upload.teamId);
    expect(all.lost.first).toMatchObject([1, 3, 5, 7].map((row) => ({ jobId, row })));
    expect(all.lost.count).toBe(4);
    const { found: few } = await verify(db, {
      since: { agoMs: HOUR_MS },
      dueMs: HOUR_MS,
      teamId: upload.teamId,
      shown: 2,
    });
    expect([few.lost.count, few.lost.first.length]).toEqual([4, 2]);
  });

  test("a request whose key is marked, once the queue is through; what was told as lost isn't silent", async () => {
    const { teamId } = team;
    const { ref } = team.item({});
    const name = { teamId, route: "POST /api/contacts", keyHash: Buffer.from("key") };
    const row = { jobId: ref.jobId, fingerprint: Buffer.from("f"), clock: 1 };
    await claimIdempotencyKey(db, name, row, { maxAgeDays: 30 });
    // Not known to be accepted.
    expect(await wrong()).toEqual({});
    await markIdempotencyKey(db, name, ref.jobId);
    expect((await found()).unjudged.itemsQueued).toBe(1);
    const age = (minutes: number) =>
      sql`update idempotency_keys set created_at = now() - make_interval(mins => ${minutes})
           where job_id = ${ref.jobId}`.execute(db);
    await age(20);
    expect(await wrong()).toMatchObject({ pastDue: [{ jobId: ref.jobId }] });
    const look = (ago: number) =>
      noteWatermark(db, { passedBefore: Date.now() - 18 * MINUTE_MS, lookedAt: Date.now() - ago });
    // Where no worker looks any more, nothing is lost: it waits.
    await look(5 * MINUTE_MS);
    expect(await wrong()).toMatchObject({ pastDue: [{ jobId: ref.jobId }] });
    await look(0);
    expect(await wrong()).toEqual({ lost: [expect.objectContaining({ jobId: ref.jobId })] });

    const settled = await settleLost(db, { ...ref, acceptedAt: Date.now() - 20 * MINUTE_MS });
    expect(settled.kind).toBe("lost");
    const told = await found();
    expect([told.found.lost.count, told.toldLost]).toEqual([0, 1]);
    await sql`delete from queue_passed`.execute(db);
  });

  test("an operation that left none", async () => {
    const { teamId, recordId } = await jane();
    const operation = team.operation();
    const used = { keyHash: Buffer.from("k"), fingerprint: Buffer.from("f"), maxAgeDays: 30 };
    await setUnsubscribed(db, { ...operation, key: used }, { contact: { recordId }, unsubscribed: true });
    expect(await wrong()).toEqual({});
    await sql`delete from receipts where ${isItem(operation)} and team_id = ${teamId}`.execute(db);
    expect(await wrong()).toEqual({
      lost: [
        expect.objectContaining({ jobId: operation.ref.jobId }),
        expect.objectContaining({ recordId, field: "unsubscribed", clock: operation.issued[0] }),
      ],
    });
  });
});

describe("applied twice", () => {
  const copy = (day: string, jobId: string, clock: string) => sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
    select team_id, ${sql.raw(day)}, ${sql.raw(jobId)}, "row", ${sql.raw(clock)}, record_id, key_id, result
      from receipts where team_id = ${team.teamId}`;

  test("a second receipt of an item, on another day", async () => {
    const { one } = await jane();
    await sql`${copy("day - 1", "job_id", "clock")} and ${isItem(one)}`.execute(db);
    expect(await wrong()).toEqual({
      appliedTwice: [expect.objectContaining({ jobId: one.ref.jobId, row: 0, clock: one.clock })],
    });
  });

  test("two items of one clock", async () => {
    const { two } = await jane();
    await sql`${copy("day", "'job_copy'", "clock")} and ${isItem(two)}`.execute(db);
    expect(await wrong()).toMatchObject({ appliedTwice: [{ clock: two.clock }] });
  });

  test("a record that was created twice", async () => {
    const { one, recordId } = await jane();
    await sql`${copy("day", "'job_again'", "clock + 500000")} and ${isItem(one)}`.execute(db);
    const { appliedTwice } = await wrong();
    expect(appliedTwice).toEqual([
      expect.objectContaining({ jobId: "job_again", recordId, clock: one.clock + 500_000 }),
    ]);
  });

  test("a job with more receipts than it counts", async () => {
    const upload = await newUpload();
    await upload.take(0, 2);
    await commitItems(db, upload.rows(0, 2));
    await upload.complete();
    await upload.end();
    await sql`
      update jobs set counts = (counts::jsonb || '{"total": 1, "created": 1}')::json
       where job_id = ${upload.name.jobId}`.execute(db);
    expect(await wrong(upload.teamId)).toMatchObject({ appliedTwice: [{ jobId: upload.name.jobId }] });
  });
});

describe("shared identifiers", () => {
  const isContact = (recordId: string) => sql`team_id = ${team.teamId} and record_id = ${recordId}`;

  test("an identifier that was given to another record", async () => {
    const { recordId } = await jane();
    const doe = (await applied(team.item({ identifiers: [email("doe@example.com")] }))).record.recordId;
    const move = (value: string) =>
      sql`update contact_identifiers set record_id = ${doe}
           where team_id = ${team.teamId} and value = ${value}`.execute(db);
    await move("j@example.com");
    expect(await wrong()).toEqual({
      sharedIdentifiers: [expect.objectContaining({ recordId: doe, otherId: recordId })],
    });
    await move("jane@example.com");
    expect((await wrong()).sharedIdentifiers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ recordId, field: "email", otherId: doe }),
        expect.objectContaining({ recordId, what: "it has no identifier" }),
      ]),
    );
  });

  test("an identifier of nobody, and a record that shows what it hasn't", async () => {
    const { recordId } = await jane();
    const gone = (await applied(team.item({ identifiers: [linkedin("gone")] }))).record.recordId;
    await sql`delete from contacts where ${isContact(gone)}`.execute(db);
    await sql`delete from contact_identifiers where ${isContact(recordId)} and value = 'jane@example.com'`.execute(
      db,
    );
    const { sharedIdentifiers } = await wrong();
    expect(sharedIdentifiers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ recordId: gone, what: "its linkedin is kept, and the record isn't there" }),
        expect.objectContaining({ recordId, field: "email" }),
      ]),
    );
  });

  async function merged() {
    const { recordId } = await jane();
    const doe = (await applied(team.item({ identifiers: [email("doe@example.com")] }))).record.recordId;
    const operation = team.operation();
    await merging(team, recordId, [doe], operation);
    expect(await wrong()).toEqual({});
    return { recordId, doe, operation };
  }

  test("an id that was merged and is retired no more", async () => {
    const { doe, operation } = await merged();
    await sql`delete from retired_records where ${isContact(doe)}`.execute(db);
    const { sharedIdentifiers } = await wrong();
    // The item that made it, and the merge.
    expect(sharedIdentifiers).toHaveLength(3);
    expect(sharedIdentifiers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ recordId: doe, what: expect.stringContaining("neither there") }),
        expect.objectContaining({ recordId: doe, jobId: operation.ref.jobId }),
      ]),
    );
  });

  test.each([
    ["leads to nothing", sql`survivor_id = 'ctc_0000000000000000A', parent_id = 'ctc_0000000000000000A'`],
    ["leads in a circle", sql`parent_id = record_id`],
    ["leads elsewhere than its parent", sql`parent_id = 'ctc_0000000000000000A'`],
  ])("a retired id that %s", async (_, change) => {
    const { doe } = await merged();
    await sql`update retired_records set ${change} where ${isContact(doe)}`.execute(db);
    expect((await wrong()).sharedIdentifiers).toContainEqual(expect.objectContaining({ recordId: doe }));
  });

  test("two ids that lead to each other", async () => {
    const { recordId, doe } = await merged();
    const roe = (await applied(team.item({ identifiers: [email("roe@example.com")] }))).record.recordId;
    await merging(team, recordId, [roe]);
    for (const [one, other] of [
      [doe, roe],
      [roe, doe],
    ] as const)
      await sql`update retired_records set parent_id = ${other} where ${isContact(one)}`.execute(db);
    const { sharedIdentifiers } = await wrong();
    expect(sharedIdentifiers).toEqual(
      [doe, roe]
        .toSorted()
        .map((id) => expect.objectContaining({ recordId: id, what: "its id leads in a circle" })),
    );
  });

  test("a record that was merged away and is there", async () => {
    const { recordId, doe } = await merged();
    await sql`
      insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock)
      select team_id, ${doe}, '{}', '{}', source, created_by, created_clock, updated_clock
        from contacts where ${isContact(recordId)}`.execute(db);
    expect((await wrong()).sharedIdentifiers).toContainEqual(
      expect.objectContaining({ recordId: doe, what: expect.stringContaining("is there all the same") }),
    );
  });
});

describe("fields that aren't the latest", () => {
  const set = (recordId: string, column: "fields" | "stamps", value: string) =>
    sql`update contacts set ${sql.ref(column)} = ${sql.ref(column)} || ${value}::jsonb
         where team_id = ${team.teamId} and record_id = ${recordId}`.execute(db);
  const notLatest = (more: object) => ({ notLatest: [expect.objectContaining(more)] });

  test("a value that nobody wrote", async () => {
    const { recordId, two } = await jane();
    await set(recordId, "fields", `{"jobTitle": "made up"}`);
    expect(await wrong()).toEqual(notLatest({ recordId, field: "jobTitle", clock: two.clock }));
  });

  test("a value that is gone, and one that nothing says since when it is", async () => {
    const { recordId } = await jane();
    await sql`update contacts set fields = fields - 'jobTitle' where record_id = ${recordId}`.execute(db);
    expect(await wrong()).toEqual(notLatest({ recordId, field: "jobTitle" }));
    await set(recordId, "fields", `{"jobTitle": "CEO", "tagline": "new"}`);
    expect(await wrong()).toEqual(notLatest({ recordId, field: "tagline" }));
  });

  test("a value that is gone with its stamp; one of a field of the team's own is taken out with the field", async () => {
    const { recordId } = await jane();
    await applied(team.item({ identifiers: [email("jane@example.com")], set: { score: "1" } }));
    const takeOut = (field: string) =>
      sql`update contacts set fields = fields - ${field}::text, stamps = stamps - ${field}::text
           where record_id = ${recordId}`.execute(db);
    await takeOut("score");
    expect(await wrong()).toEqual({});
    await takeOut("jobTitle");
    expect(await wrong()).toEqual(notLatest({ recordId, field: "jobTitle" }));
  });

  test("a write that another transaction wrote over: the row is as it was before it, with its stamps", async () => {
    const { recordId, one, two } = await jane();
    await sql`
      update contacts set fields = fields || '{"jobTitle": "CTO"}',
             stamps = stamps || ${JSON.stringify({ jobTitle: one.clock })}::jsonb
       where record_id = ${recordId}`.execute(db);
    expect(await wrong()).toEqual(notLatest({ recordId, field: "jobTitle", clock: two.clock }));
  });

  test("a value of an item that reached another record, and one of an item that was rejected", async () => {
    const { recordId } = await jane();
    const other = await applied(
      team.item(
        { identifiers: [email("doe@example.com")], set: { jobTitle: "CEO" } },
        { jobId: "job_other" },
      ),
    );
    const { rows } = await sql<{ clock: number }>`
      select clock from receipts where job_id = 'job_other'`.execute(db);
    await set(recordId, "stamps", JSON.stringify({ jobTitle: rows[0]?.clock }));
    expect(await wrong()).toEqual(notLatest({ recordId, field: "jobTitle", otherId: other.record.recordId }));
    const { ref, clock } = team.item({});
    const result = { outcome: "rejected", code: "INVALID_EMAIL", message: "no" } as const;
    await rejectItems(db, [{ ref, clock, result }]);
    await set(recordId, "stamps", JSON.stringify({ jobTitle: clock }));
    expect(await wrong()).toEqual(notLatest({ recordId, field: "jobTitle", clock }));
  });

  test("what a merge should have brought", async () => {
    const { recordId } = await jane();
    const doe = (
      await applied(team.item({ identifiers: [email("doe@example.com")], set: { tagline: "Doe's" } }))
    ).record.recordId;
    await mergeRecords(db, team.operation(), {
      entity: "contact",
      primary: { recordId },
      secondaries: [{ recordId: doe }],
      dryRun: false,
    });
    expect(await wrong()).toEqual({});
    await sql`update contacts set fields = fields - 'tagline' where record_id = ${recordId}`.execute(db);
    expect(await wrong()).toEqual(notLatest({ recordId, field: "tagline" }));
  });

  test("a link to another company than the one that was given; one to a company that was merged is right", async () => {
    const company = async (domain: string) =>
      (await applied(team.item({ entity: "company", identifiers: [{ kind: "domain", value: domain }] })))
        .record.recordId;
    const [acme, old, other] = [
      await company("acme.example"),
      await company("old.example"),
      await company("other.example"),
    ];
    const { record } = await applied(
      team.item({
        identifiers: [email("jim@example.com")],
        company: { field: "companyDomain", value: "old.example" },
      }),
    );
    expect(record.companyId).toBe(old);
    await merging(team, acme, [old]);
    await applied(team.item({ identifiers: [email("jim@example.com")], set: { firstName: "Jim" } }));
    expect(await wrong()).toEqual({});
    await sql`
      update contacts set fields = fields || ${JSON.stringify({ companyId: other })}::jsonb
       where record_id = ${record.recordId}`.execute(db);
    // It was a part of another since: whether a link to it is right can't be told.
    expect((await found()).unjudged.fieldsUntold).toBe(1);
    const { record: joe } = await applied(
      team.item({
        identifiers: [email("joe@example.com")],
        company: { field: "companyDomain", value: "acme.example" },
      }),
    );
    await set(joe.recordId, "fields", JSON.stringify({ companyId: other }));
    expect(await wrong()).toEqual(notLatest({ recordId: joe.recordId, field: "companyId" }));
  });
});

describe("jobs past due", () => {
  const old = (jobId: string) =>
    sql`
    with receipts_of as (update receipts set finished_at = now() - interval '20 minutes' where job_id = ${jobId})
    update jobs set lease_until = now() - interval '20 minutes' where job_id = ${jobId}`.execute(db);

  test("one that is open though each row has its receipt, and one that was opened again", async () => {
    const upload = await newUpload();
    const { jobId } = upload.name;
    await upload.take(0, 2);
    await commitItems(db, upload.rows(0, 2));
    await endUpload(db, upload.name, { leaseSeconds: 0 });
    expect(await wrong(upload.teamId)).toEqual({});
    await old(jobId);
    const due = [expect.objectContaining({ jobId, what: expect.stringContaining("each of its rows") })];
    expect(await wrong(upload.teamId)).toEqual({ pastDue: due });
    expect(await upload.end()).toHaveLength(1);
    expect(await wrong(upload.teamId)).toEqual({});
    await sql`update jobs set status = null, counts = null, finished_at = null where job_id = ${jobId}`.execute(
      db,
    );
    expect(await wrong(upload.teamId)).toEqual({ pastDue: due });
  });

  test("one whose rows wait, unless some are applied", async () => {
    const upload = await newUpload();
    const { jobId } = upload.name;
    await takeRows(db, upload.name, { from: 0, to: 3, digest: DIGEST, leaseSeconds: 60 });
    await commitOnce(db, upload.rows(0, 1));
    await endUpload(db, upload.name, { leaseSeconds: 0 });
    await old(jobId);
    expect(await wrong(upload.teamId)).toEqual({
      pastDue: [expect.objectContaining({ jobId, what: expect.stringContaining("2 of its rows wait") })],
    });
    await commitOnce(db, upload.rows(1, 2));
    const { found: all, unjudged } = await found(upload.teamId);
    expect([all.pastDue.count, unjudged.itemsQueued]).toEqual([0, 1]);
    await commitOnce(db, upload.rows(2, 3));
    await endJobs(db);
    expect(await wrong(upload.teamId)).toEqual({});
  });

  test("an upload that fell silent, and that nobody gave up", async () => {
    const upload = await newUpload();
    await old(upload.name.jobId);
    expect(await wrong(upload.teamId)).toMatchObject({ pastDue: [{ jobId: upload.name.jobId }] });
    await endJobs(db);
  });
});

test("an opt-out that an undo handed on, of a record that was merged into another since", async () => {
  const [one, two, three] = [
    (await jane()).recordId,
    await idOf(team.item({ identifiers: [email("doe@example.com")] })),
    await idOf(team.item({ identifiers: [email("roe@example.com")] })),
  ];
  const merge = team.operation();
  await merging(team, one, [two], merge);
  await setUnsubscribed(db, team.operation(), { contact: { recordId: one }, unsubscribed: true });
  await undoing(team, merge);
  // By an upsert, with which what was said stays as of its own time.
  await applied(
    team.item({ identifiers: [email("roe@example.com")], aliases: ["doe@example.com"], onConflict: "merge" }),
  );
  const { rows } = await sql`
    select from contacts where record_id = any(${[two, three]}) and fields ->> 'unsubscribed' = 'true'`.execute(
    db,
  );
  expect(rows).toHaveLength(1);
  expect(await wrong()).toEqual({});
});

test("what was written before the time isn't judged, and is counted; identifiers are", async () => {
  const { recordId } = await jane();
  await sql`update contacts set fields = fields || '{"jobTitle": "x"}' where record_id = ${recordId}`.execute(
    db,
  );
  const { found: all, unjudged, judged } = await found(team.teamId, 1);
  expect(all.notLatest.count).toBe(0);
  expect([unjudged.recordsBefore, judged.records, judged.identifiers]).toEqual([1, 0, 2]);
});

test("where days of receipts were dropped, a write of that time has none, and is nothing wrong", async () => {
  await using database = await createTestDatabase();
  const own = createDatabase({ url: database.url, max: 1 });
  try {
    const old = await newTeam(own);
    const item = old.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane" } });
    await commitItems(own, [item]);
    await commitItems(own, [old.item({ identifiers: item.upsert.identifiers, set: { jobTitle: "CTO" } })]);
    await sql`delete from receipts where ${isItem(item)}`.execute(own);
    const all = () => verify(own, { since: { agoMs: 24 * HOUR_MS }, dueMs: HOUR_MS, shown: 3 });
    expect((await all()).found.lost.count).toBe(1);
    // The deployment is older than the days that are kept.
    await sql`update teams set created_at = now() - interval '60 days'`.execute(own);
    await maintainReceipts(own, { retentionDays: 30 });
    const { found: none, unjudged, keptFrom } = await all();
    expect([none.lost.count, unjudged.fieldsPastRetention]).toEqual([0, 1]);
    expect(keptFrom).toBeGreaterThan(Date.now());
  } finally {
    await own.destroy();
  }
});

test("somebody who was deleted: nothing is wrong with what is left of the receipts, which are counted", async () => {
  const { recordId } = await jane();
  const doe = team.item({ identifiers: [email("doe@example.com")] });
  await merging(team, recordId, [(await applied(doe)).record.recordId]);
  const erased = async () => (await found()).unjudged.receiptsErased;
  expect(await erased()).toBe(0);
  await deleteRecord(db, team.operation(), { entity: "contact", name: { recordId }, force: false });
  expect(await wrong()).toEqual({});
  while ((await continueErasures(db)) > 0);
  expect(await wrong()).toEqual({});
  expect(await erased()).toBeGreaterThan(3);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
    select team_id, day, 'job_again', "row", clock + 500000, record_id, key_id, result
      from receipts where ${isItem(doe)}`.execute(db);
  expect(await wrong()).toMatchObject({ appliedTwice: [{ jobId: "job_again" }] });
});

test("rows of a dry run and its copies are nobody's", async () => {
  await jane();
  const upload = await newUpload({ ...team, options: { onConflict: "prefer", dryRun: true } });
  await upload.take(0, 2);
  await commitItems(db, [
    upload.row(0, { dryRun: true, identifiers: [email("jane@example.com")], set: { jobTitle: "tried" } }),
    upload.row(1, { dryRun: true, identifiers: [email("tried@example.com")] }),
  ]);
  expect(await wrong()).toEqual({});
  await upload.complete();
  await upload.end();
  expect(await wrong()).toEqual({});
});

test("it writes nothing, and other teams' are left alone where one is asked for", async () => {
  const { recordId } = await jane();
  await sql`update contacts set fields = fields || '{"jobTitle": "x"}' where record_id = ${recordId}`.execute(
    db,
  );
  team = await newTeam(db);
  expect(await wrong()).toEqual({});
  const all = await verify(db, { since: { agoMs: HOUR_MS }, dueMs: HOUR_MS, shown: 1_000 });
  expect(all.found.notLatest.first).toContainEqual(expect.objectContaining({ recordId }));
});
