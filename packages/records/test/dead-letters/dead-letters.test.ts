import type { Item, Upsert } from "@onefold/contract";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitReady,
  deleteRecord,
  dropLetter,
  listLetters,
  readLetter,
  readReceipts,
  receiptKey,
  rejectItems,
  replayLetter,
  unreadable,
  verify,
} from "../../src/index.ts";
import { readAll, told } from "../changes/support/reading.ts";
import { byEmail, createActs } from "../support/acts.ts";
import { createJobActs, NONE } from "../support/job-acts.ts";
import { email, linkedin, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 8 });
const { applied, read } = createActs(db);
const { newUpload } = createJobActs(db);
const BY = { userId: "usr_olga", keyId: "key_olga", now: Date.now() };
const JANE = "jane@example.com";

/** The database refuses a contact whose `jobTitle` is "refused", while that is on. */
await sql`create table refusing (is_on boolean not null)`.execute(db);
await sql`
  create function refuse() returns trigger language plpgsql as $$
  begin
    if to_json(new) -> 'fields' ->> 'jobTitle' = 'refused' and (select is_on from refusing) then
      raise exception 'Jane is refused' using errcode = '23514', constraint = 'no_such_title';
    end if;
    return new;
  end $$`.execute(db);
await sql`create trigger refuse before insert on contacts for each row execute function refuse()`.execute(db);
await sql`insert into refusing values (true)`.execute(db);
const refuse = (isOn: boolean) => sql`update refusing set is_on = ${isOn}`.execute(db);
beforeEach(() => refuse(true));

const REFUSED = { identifiers: [email(JANE)], set: { jobTitle: "refused", firstName: "Jane" } };

/** An item that the database refused. */
async function dead(team: Team, upsert: Partial<Upsert> = REFUSED): Promise<Item> {
  const item = team.item(upsert);
  await commitReady(db, [item]);
  return item;
}

async function letterOf({ ref }: Pick<Item, "ref">) {
  const letter = await readLetter(db, ref);
  if (!letter) throw new Error("it is no letter");
  return letter;
}

const replay = ({ ref, clock, upsert }: Item, mended: Partial<Upsert> = {}) =>
  replayLetter(db, { ref, clock, upsert: { ...upsert, ...mended }, now: Date.now() });
const letters = async ({ teamId }: { teamId: string }) =>
  (await listLetters(db, teamId, { limit: 10 })).letters;
const resultOf = async ({ ref }: Item) => (await readReceipts(db, [ref])).get(receiptKey(ref));
const isVerified = async (teamId: string) => {
  const { found } = await verify(db, { since: { agoMs: 3_600_000 }, dueMs: 3_600_000, shown: 5, teamId });
  expect(Object.values(found).flatMap(({ first }) => first)).toEqual([]);
};

test("what the database refused is listed without what it gave, and read with it", async () => {
  const team = await newTeam(db);
  const item = await dead(team);
  const [listed, ...others] = await letters(team);
  expect(others).toEqual([]);
  expect(listed).toMatchObject({
    jobId: item.ref.jobId,
    row: 0,
    clock: item.clock,
    keyId: "key_test",
    entity: "contact",
    code: "UNPROCESSABLE",
    cause: { sqlState: "23514", constraint: "no_such_title" },
    tries: 1,
  });
  expect(JSON.stringify(listed)).not.toMatch(/jane/i);
  const letter = await letterOf(item);
  expect(letter).toMatchObject({ ...listed, upsert: item.upsert });
  expect(letter.input).toEqual({ email: JANE, jobTitle: "refused", firstName: "Jane" });
  expect(await letters(await newTeam(db))).toEqual([]);
  const first = await dead(team, { ...REFUSED, identifiers: [email("joan@example.com")] });
  const { next } = await listLetters(db, team.teamId, { limit: 1 });
  expect((await listLetters(db, team.teamId, { limit: 1, ...(next && { before: next }) })).letters).toEqual([
    listed,
  ]);
  expect(next).toEqual({ clock: first.clock, row: 0 });
});

test("it is replayed as it is, in vain and then not, under its own name and clock", async () => {
  const team = await newTeam(db);
  const item = await dead(team);
  expect(await replay(item)).toEqual({
    kind: "refused",
    cause: { sqlState: "23514", constraint: "no_such_title" },
  });
  expect(await letterOf(item)).toMatchObject({ tries: 2, triedAt: expect.any(Number), upsert: item.upsert });
  await refuse(false);
  expect(await replay(item)).toMatchObject({
    kind: "replayed",
    result: { row: 0, clock: item.clock, result: { outcome: "created" } },
  });
  expect(await letters(team)).toEqual([]);
  expect(await replay(item)).toEqual({ kind: "gone" });
  expect(await dropLetter(db, item.ref, BY)).toEqual({ kind: "gone" });
  expect((await readAll(db, team.teamId)).map((change) => told(change)[0])).toEqual(["created"]);
  // A copy that the queue delivers again meets its receipt.
  expect(await commitReady(db, [item])).toMatchObject({ skipped: 1, outcomes: [] });
  await isVerified(team.teamId);
});

test("one that is rejected as things are now stays a letter, with all that it gave", async () => {
  const team = await newTeam(db);
  const item = await dead(team);
  await applied(team.item({ identifiers: [linkedin("jane")] }));
  const clash = { identifiers: [email(JANE), linkedin("jane")], set: {}, onConflict: "strict" as const };
  await applied(team.item({ identifiers: [email(JANE)] }));
  const before = await letterOf(item);
  expect(await replay(item, clash)).toMatchObject({
    kind: "rejected",
    result: { code: "IDENTITY_CONFLICT" },
  });
  expect(await replay(item, { recordId: "ctc_0123456789abcdefG" })).toMatchObject({
    kind: "rejected",
    result: { code: "CONTACT_NOT_FOUND_BY_ID" },
  });
  expect(await letterOf(item)).toEqual(before);
  await refuse(false);
  expect(await replay(item)).toMatchObject({ kind: "replayed", result: { result: { outcome: "updated" } } });
  await isVerified(team.teamId);
});

test("it is mended, and what was written since stands", async () => {
  const team = await newTeam(db);
  const item = await dead(team);
  await applied(team.item({ identifiers: [email(JANE)], set: { firstName: "Janet" } }));
  const mended = { set: { jobTitle: "CTO", firstName: "Jane", lastName: "Roe" } };
  expect(await replay(item, mended)).toMatchObject({
    kind: "replayed",
    result: { result: { outcome: "updated" } },
  });
  expect((await read(team, JANE))?.fields).toEqual({ jobTitle: "CTO", firstName: "Janet", lastName: "Roe" });
  await isVerified(team.teamId);
});

test("of several that replay and drop it at once, one does it", async () => {
  const team = await newTeam(db);
  for (let round = 0; round < 5; round++) {
    await refuse(true);
    const item = await dead(team, { ...REFUSED, identifiers: [email(`p${round}@example.com`)] });
    await refuse(false);
    const outcomes = await Promise.all([
      replay(item),
      dropLetter(db, item.ref, BY),
      replay(item),
      dropLetter(db, item.ref, BY),
      replay(item),
    ]);
    const kinds = outcomes.map(({ kind }) => kind).toSorted();
    expect(kinds.filter((kind) => kind === "gone")).toHaveLength(4);
    const wasReplayed = kinds.includes("replayed");
    expect((await resultOf(item))?.result).toMatchObject(
      wasReplayed ? { outcome: "created" } : { outcome: "rejected", code: "DROPPED" },
    );
    expect(await read(team, `p${round}@example.com`)).toEqual(wasReplayed ? expect.anything() : undefined);
  }
  const changes = await readAll(db, team.teamId);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from contacts where team_id = ${team.teamId}`.execute(db);
  expect(changes).toHaveLength(rows[0]?.count ?? -1);
});

test("what is dropped says who dropped it, and keeps nothing of what it gave", async () => {
  const team = await newTeam(db);
  const item = await dead(team);
  expect(await dropLetter(db, item.ref, BY)).toMatchObject({ kind: "dropped", result: { row: 0 } });
  const receipt = await resultOf(item);
  expect(receipt?.result).toEqual({
    outcome: "rejected",
    code: "DROPPED",
    message: "usr_olga dropped this dead letter, by the API key key_olga. Nothing of it was applied.",
  });
  expect([await letters(team), await readLetter(db, item.ref)]).toEqual([[], undefined]);
});

test("rows of an upload wait for its end, and are counted anew", async () => {
  const upload = await newUpload();
  await upload.take(0, 4);
  const rows = [upload.row(0), upload.row(1, { set: REFUSED.set }), upload.row(2, { set: REFUSED.set })];
  const [, bad, worse] = rows;
  if (!bad || !worse) throw new Error("there are three");
  await commitReady(db, rows);
  await rejectItems(db, [upload.rejection(3)]);
  await refuse(false);
  expect(await replay(bad)).toEqual({ kind: "job-open" });
  expect(await dropLetter(db, worse.ref, BY)).toEqual({ kind: "job-open" });
  await upload.complete();
  await upload.end();
  expect((await upload.read()).rejections).toContainEqual({ code: "UNPROCESSABLE", rows: 2, firstRow: 1 });
  const [other, first] = await letters(upload);
  expect([first?.row, other?.row]).toEqual([1, 2]);
  const { ref, upsert } = await letterOf(bad);
  expect(await replay({ ...bad, ref, upsert: upsert ?? bad.upsert })).toMatchObject({ kind: "replayed" });
  expect((await dropLetter(db, (await letterOf(worse)).ref, BY)).kind).toBe("dropped");
  expect(await upload.read()).toMatchObject({
    status: "completed_with_errors",
    counts: { ...NONE, total: 4, created: 2, rejected: 2 },
    rejections: [
      { code: "INVALID_EMAIL", rows: 1, firstRow: 3 },
      { code: "DROPPED", rows: 1, firstRow: 2 },
    ],
  });
  expect(await upload.leftCounts()).toBe(0);
  await isVerified(upload.teamId);
});

test("with the last rejected row replayed, its job is completed", async () => {
  const upload = await newUpload();
  await upload.take(0, 1);
  const row = upload.row(0, { set: REFUSED.set });
  await commitReady(db, [row]);
  await upload.complete();
  await upload.end();
  expect(await upload.read()).toMatchObject({ status: "failed" });
  await refuse(false);
  await replay(row);
  expect(await upload.read()).toMatchObject({
    status: "completed",
    counts: { ...NONE, total: 1, created: 1 },
    rejections: [],
  });
  await isVerified(upload.teamId);
});

test("an erased person is in none, and comes back by none", async () => {
  const team = await newTeam(db);
  await applied(team.item({ identifiers: [email(JANE)], set: { firstName: "Jane" } }));
  // It names her in a note only.
  const about = {
    identifiers: [email("john@example.com")],
    set: { jobTitle: "refused", tagline: `ask ${JANE}` },
  };
  // The refusal is of an insert: she herself is updated.
  const letter = await dead(team, about);
  const raw = team.item({});
  await rejectItems(db, [
    { ref: raw.ref, clock: raw.clock, result: unreadable({ entity: "contact", who: JANE }) },
  ]);
  const odd = await dead(team, {
    identifiers: [email("odd@example.com")],
    set: { firstName: `${JANE} \u0000` },
  });
  expect(await letters(team)).toHaveLength(3);
  await deleteRecord(db, team.operation(), { entity: "contact", name: byEmail(JANE), force: false });
  expect(await letters(team)).toEqual([]);
  for (const { ref } of [letter, raw, odd])
    expect((await readReceipts(db, [ref])).get(receiptKey(ref))?.result).toMatchObject({
      inputDropped: "erased",
    });
  expect(await replay(letter)).toEqual({ kind: "gone" });
  // One that nobody found before the deletion: its clock is older.
  const late = team.item(REFUSED, { clock: letter.clock });
  await commitReady(db, [late]);
  expect((await resultOf(late))?.result).toMatchObject({ code: "DELETED" });
  expect(await letters(team)).toEqual([]);
});

test("what it is linked to is created with it", async () => {
  const team = await newTeam(db);
  const company = { field: "companyDomain", value: "example.com", create: { name: "Example" } } as const;
  const item = await dead(team);
  await refuse(false);
  expect(await replay(item, { company })).toMatchObject({ kind: "replayed" });
  const record = await read(team, JANE);
  expect(record?.companyId).toMatch(/^cpn_/);
});

test("what can't be read is one as well, with what there is of it; what was only tried is none", async () => {
  const team = await newTeam(db);
  const { ref, clock } = team.item({});
  await rejectItems(db, [{ ref, clock, result: unreadable({ entity: "contact", who: "?" }) }]);
  const letter = await letterOf({ ref });
  expect(letter).toMatchObject({
    code: "UNREADABLE",
    entity: "contact",
    input: { _raw: '{"entity":"contact","who":"?"}' },
  });
  expect(letter.upsert).toBeUndefined();
  const mended = team.item(REFUSED).upsert;
  await refuse(false);
  expect(await replay({ ref, clock, upsert: mended })).toMatchObject({ kind: "replayed" });
  await refuse(true);

  const tried = await newUpload({ options: { onConflict: "prefer", dryRun: true } });
  await tried.take(0, 2);
  const row = tried.row(0, { set: { jobTitle: "\u0000" }, dryRun: true });
  await commitReady(db, [row]);
  await rejectItems(db, [{ ref: tried.row(1).ref, clock, result: unreadable("?") }]);
  expect((await resultOf(row))?.result).toMatchObject({ code: "UNPROCESSABLE" });
  expect([await letters(tried), await readLetter(db, tried.row(1).ref)]).toEqual([[], undefined]);
});

test("the list is read by its own index, whatever else there is", async () => {
  const { teamId } = await newTeam(db);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, result)
    select ${teamId}, '2020-01-01', 'job_' || i, 0, i, '{"outcome":"rejected","code":"INVALID_EMAIL"}'
      from generate_series(1, 20000) i`.execute(db);
  await sql`analyze receipts`.execute(db);
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select clock from receipts r
     where r.team_id = ${teamId} and r.clock < 9000
       and r.record_id is null and r.result -> 'letter' is not null
       and (r.result ->> 'code' = 'UNPROCESSABLE' or r.result ->> 'code' = 'UNREADABLE')
       and not exists (
             select from jobs j
              where j.team_id = ${teamId} and j.job_id = r.job_id and j.options ->> 'dryRun' = 'true')
     order by r.clock desc, r."row" desc limit 51`.execute(db);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toMatch(/receipts_default_team_id_clock_row_idx/);
  expect(plan).not.toMatch(/Seq Scan on receipts_default|receipts_default_clock_idx/);
});
