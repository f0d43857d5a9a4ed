import type { Applied, Item, Rejected } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  commitItems,
  deleteRecord,
  highestClock,
  maintainReceipts,
  mergeRecords,
  readReceipts,
  readRecord,
  receiptKey,
  rejectItems,
  removeEmail,
  setPrimaryEmail,
  setDifferent,
  setUnsubscribed,
  undoMerge,
} from "../../src/index.ts";
import type { MergeOutcome, Once, Operation } from "../../src/index.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";

const db = await testDatabase({ max: 20 });

type Team = Awaited<ReturnType<typeof newTeam>>;

async function result(item: Item): Promise<Applied | Rejected> {
  const { outcomes } = await commitItems(db, [item]);
  const outcome = outcomes[0]?.result;
  if (!outcome) throw new Error("no outcome");
  return outcome;
}

async function applied(item: Item): Promise<Applied> {
  const outcome = await result(item);
  if (outcome.outcome === "rejected") throw new Error(outcome.message);
  return outcome;
}

async function idOf(item: Item): Promise<string> {
  return (await applied(item)).record.recordId;
}

const byEmail = (value: string) => ({ identifier: email(value) });

async function read(team: Team, value: string) {
  return readRecord(db, team.teamId, "contact", byEmail(value));
}

function merging(
  team: Team,
  primary: string,
  secondaries: string[],
  operation: Operation = team.operation(),
) {
  return mergeRecords(db, operation, {
    entity: primary.startsWith("ctc_") ? "contact" : "company",
    primary: { recordId: primary },
    secondaries: secondaries.map((recordId) => ({ recordId })),
    dryRun: false,
  });
}

function mergedOf(outcome: Once<MergeOutcome>) {
  if (outcome.kind !== "merged") throw new Error(JSON.stringify(outcome));
  return outcome;
}

function undoing(team: Team, merge: Operation, entity: "contact" | "company" = "contact") {
  return undoMerge(db, team.operation(), { entity, jobId: merge.ref.jobId, row: merge.ref.row });
}

function reasonOf(outcome: Awaited<ReturnType<typeof undoMerge>>): string {
  if (outcome.kind !== "refused") throw new Error(`not refused: ${outcome.kind}`);
  return outcome.reason;
}

describe("merge", () => {
  async function twoPeople() {
    const team = await newTeam(db);
    const jane = await idOf(
      team.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane", jobTitle: "VP" } }),
    );
    const j = await idOf(
      team.item({
        identifiers: [email("j@example.com"), linkedin("j")],
        set: { firstName: "J", phone: "+1 55 55" },
      }),
    );
    return { team, jane, j };
  }

  test("the survivor's values stand, its gaps are filled, and all names lead to it", async () => {
    const { team, jane, j } = await twoPeople();
    const outcome = mergedOf(await merging(team, jane, [j]));
    expect(outcome).toMatchObject({ primaryId: jane, mergedIds: [j] });
    expect(outcome.rejectedFields).toEqual([
      { field: "firstName", reason: "stale", rejectedValue: "J", conflictingRecordId: j },
    ]);
    expect(outcome.applied.fieldRejections).toEqual(outcome.rejectedFields);
    expect(outcome.applied.changes).toMatchObject({
      phone: { to: "+1 55 55" },
      additionalEmails: { to: ["j@example.com"] },
    });
    const record = await readRecord(db, team.teamId, "contact", { recordId: j });
    expect(record).toEqual(await read(team, "j@example.com"));
    expect(record).toMatchObject({
      recordId: jane,
      fields: { firstName: "Jane", jobTitle: "VP", phone: "+1 55 55" },
      identifiers: { email: ["jane@example.com", "j@example.com"], linkedin: [linkedin("j").value] },
    });
  });

  test("a retry that arrives after it lands on the survivor, by name and by the old id, and changes no field", async () => {
    const { team, jane, j } = await twoPeople();
    const late = team.item({
      identifiers: [email("j@example.com")],
      set: { firstName: "Late", tagline: "new" },
    });
    const named = team.item({ recordId: j, set: { summary: "by id" } });
    mergedOf(await merging(team, jane, [j]));
    const outcome = await applied(late);
    expect(outcome.record.recordId).toBe(jane);
    expect(outcome.record.fields).toMatchObject({ firstName: "Jane", tagline: "new" });
    expect(outcome.fieldRejections.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      "firstName stale",
      "email stale",
    ]);
    expect((await applied(named)).record).toMatchObject({ recordId: jane, fields: { summary: "by id" } });
  });

  test("the same request again comes to the same, and merges nothing", async () => {
    const { team, jane, j } = await twoPeople();
    mergedOf(await merging(team, jane, [j]));
    const again = mergedOf(await merging(team, jane, [j]));
    expect(again).toMatchObject({ primaryId: jane, mergedIds: [j], applied: { outcome: "unmodified" } });
    const byName = await mergeRecords(db, team.operation(), {
      entity: "contact",
      primary: byEmail("jane@example.com"),
      secondaries: [byEmail("j@example.com")],
      dryRun: false,
    });
    expect(mergedOf(byName)).toMatchObject({
      primaryId: jane,
      mergedIds: [j],
      applied: { outcome: "unmodified" },
    });
    const itself = { entity: "contact", primary: byEmail("jane@example.com"), dryRun: false } as const;
    expect(
      await mergeRecords(db, team.operation(), { ...itself, secondaries: [byEmail("jane@example.com")] }),
    ).toEqual({ kind: "same", repeated: [0] });
  });

  test("nothing is merged where one of the names leads nowhere, is repeated, or there would be too much", async () => {
    const { team, jane, j } = await twoPeople();
    const before = await dump(db, team.teamId);
    const nobody = "ctc_0000000000000000A";
    expect(await merging(team, jane, [j, nobody])).toEqual({ kind: "not-found", missing: [1] });
    expect(await merging(team, nobody, [j])).toEqual({ kind: "not-found", missing: [-1] });
    expect(await merging(team, jane, [j, jane, j])).toEqual({ kind: "same", repeated: [1, 2] });
    expect(await dump(db, team.teamId)).toEqual(before);
    const other = await newTeam(db);
    expect(await merging(other, jane, [j])).toEqual({ kind: "not-found", missing: [-1, 0] });

    const aliases = Array.from({ length: 11 }, (_, i) => `alias${i}@example.com`);
    const many = await Promise.all(
      ["a", "b"].map((name) =>
        idOf(
          team.item({
            identifiers: [email(`${name}@example.com`)],
            aliases: aliases.map((alias) => `${name}-${alias}`),
          }),
        ),
      ),
    );
    expect(await merging(team, many[0] ?? "", [many[1] ?? ""])).toEqual({
      kind: "too-large",
      identifiers: "email",
      count: 24,
      max: 21,
    });
  });

  test("nothing is merged where one record can't hold all the values", async () => {
    const team = await newTeam(db);
    const long = (name: string) =>
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${name}${i}`, "x".repeat(5_000)]));
    const [a, b] = [
      await idOf(team.item({ identifiers: [email("a@example.com")], set: long("a") })),
      await idOf(team.item({ identifiers: [email("b@example.com")], set: long("b") })),
    ];
    const before = await dump(db, team.teamId);
    expect(await merging(team, a, [b])).toEqual({ kind: "too-long", count: 300_178, max: 262_144 });
    expect(await dump(db, team.teamId)).toEqual(before);
  });

  test("a dry run says what it would come to, and writes nothing", async () => {
    const { team, jane, j } = await twoPeople();
    const before = await dump(db, team.teamId);
    const operation = team.operation();
    const outcome = await mergeRecords(db, operation, {
      entity: "contact",
      primary: { recordId: jane },
      secondaries: [byEmail("j@example.com")],
      dryRun: true,
    });
    expect(mergedOf(outcome)).toMatchObject({
      mergedIds: [j],
      applied: { record: { fields: { phone: "+1 55 55" } } },
    });
    expect(await dump(db, team.teamId)).toEqual(before);
    expect(await readReceipts(db, [operation.ref])).toEqual(new Map());
    expect(await undoing(team, operation)).toEqual({ kind: "not-found" });
  });

  test("while 96 upserts race with merges, no name is lost and none has two owners", async () => {
    const team = await newTeam(db);
    const people = Array.from({ length: 8 }, (_, i) => `p${i}@example.com`);
    const ids = await Promise.all(people.map((value) => idOf(team.item({ identifiers: [email(value)] }))));
    const upserts = Array.from({ length: 96 }, (_, i) =>
      team.item({
        identifiers: [email(people[i % 8] ?? ""), linkedin(`p${i % 8}`)],
        aliases: [`also${i % 8}@example.com`],
        set: { [`field${i}`]: i },
        ...(i % 3 === 0 && { onConflict: "merge" as const }),
      }),
    );
    const results = await Promise.all([
      ...upserts.map(applied),
      ...ids.slice(1).map(async (id) => mergedOf(await merging(team, ids[0] ?? "", [id]))),
    ]);
    expect(results).toHaveLength(103);
    const records = await dump(db, team.teamId);
    const names = records.flatMap((record) => record.identifiers.map(({ value }) => value));
    expect(new Set(names).size).toBe(names.length);
    expect(names.toSorted()).toEqual(
      [
        ...people,
        ...people.map((_, i) => linkedin(`p${i}`).value),
        ...Array.from({ length: 8 }, (_, i) => `also${i}@example.com`),
      ].toSorted(),
    );
    const fields = records.flatMap((record) => Object.keys(record.fields));
    expect(fields.filter((field) => field.startsWith("field"))).toHaveLength(96);
    expect(records.map(({ recordId }) => recordId)).toEqual([ids[0]]);
  });
});

describe("onConflict=merge", () => {
  test("in one commit: records that meet become one, made there or found there, and later items follow", async () => {
    const team = await newTeam(db);
    const old = await idOf(team.item({ identifiers: [linkedin("old")], set: { firstName: "Old" } }));
    const items = [
      team.item({ identifiers: [email("a@example.com")], set: { firstName: "A" } }),
      team.item({ identifiers: [email("b@example.com")], set: { lastName: "B" } }),
      team.item({ onConflict: "merge", identifiers: [email("a@example.com"), linkedin("old")] }),
      team.item({ recordId: old, set: { tagline: "followed" } }),
      team.item({ onConflict: "merge", identifiers: [email("b@example.com")], aliases: ["a@example.com"] }),
    ];
    const { outcomes } = await commitOnce(db, items);
    const results = outcomes.map(({ result: each }) => {
      if (each.outcome === "rejected") throw new Error(each.message);
      return each;
    });
    const [a, b, , followed, last] = results.map((each) => each.record.recordId);
    expect(followed).toBe(a);
    expect(last).toBe(b);
    expect(results[2]?.mergedIds).toEqual([old]);
    expect(results[4]?.mergedIds).toEqual([a]);
    expect(await dump(db, team.teamId)).toHaveLength(1);
    for (const id of [a, b, old])
      expect(await readRecord(db, team.teamId, "contact", { recordId: id ?? "" })).toMatchObject({
        recordId: b,
        fields: { firstName: "A", lastName: "B", tagline: "followed" },
      });
  });

  test("an item that names a record by its id follows it, also while it is being merged", async () => {
    const team = await newTeam(db);
    for (let round = 0; round < 30; round++) {
      const old = await idOf(team.item({ identifiers: [linkedin(`old${round}`)] }));
      await applied(team.item({ identifiers: [email(`p${round}@example.com`)] }));
      const [merged, named] = await Promise.all([
        applied(
          team.item({
            onConflict: "merge",
            identifiers: [email(`p${round}@example.com`), linkedin(`old${round}`)],
          }),
        ),
        applied(team.item({ recordId: old, set: { tagline: "named" } })),
      ]);
      expect(merged.mergedIds).toEqual([old]);
      const record = await read(team, `p${round}@example.com`);
      expect(record).toMatchObject({ recordId: merged.record.recordId, fields: { tagline: "named" } });
      expect([old, merged.record.recordId]).toContain(named.record.recordId);
    }
    expect(await dump(db, team.teamId)).toHaveLength(30);
  });

  test("records that one can't hold stay apart, and the result says so", async () => {
    const team = await newTeam(db);
    const aliases = (name: string) => Array.from({ length: 15 }, (_, i) => `${name}${i}@example.com`);
    await applied(team.item({ identifiers: [email("a@example.com")], aliases: aliases("a") }));
    const b = await idOf(
      team.item({ identifiers: [linkedin("b"), email("b@example.com")], aliases: aliases("b") }),
    );
    const outcome = await applied(
      team.item({ onConflict: "merge", identifiers: [email("a@example.com"), linkedin("b")] }),
    );
    expect(outcome.mergedIds).toBeUndefined();
    expect(outcome.fieldRejections).toEqual([
      { field: "linkedinUrl", reason: "limit", rejectedValue: linkedin("b").value, conflictingRecordId: b },
    ]);
  });
});

describe("undo", () => {
  async function merged() {
    const team = await newTeam(db);
    const jane = await idOf(
      team.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane" } }),
    );
    const j = await idOf(team.item({ identifiers: [email("j@example.com")], set: { phone: "+1 55 55" } }));
    const merge = team.operation();
    mergedOf(await merging(team, jane, [j], merge));
    return { team, jane, j, merge };
  }

  test("what was written to the survivor since stays with it", async () => {
    const { team, jane, j, merge } = await merged();
    await applied(
      team.item({
        recordId: jane,
        identifiers: [linkedin("jane")],
        set: { firstName: "Janet", tagline: "new" },
      }),
    );
    expect(await undoing(team, merge)).toMatchObject({ kind: "undone", restoredIds: [j] });
    expect(await readRecord(db, team.teamId, "contact", { recordId: jane })).toMatchObject({
      recordId: jane,
      fields: { firstName: "Janet", tagline: "new" },
      identifiers: { email: ["jane@example.com"], linkedin: [linkedin("jane").value] },
    });
    expect(await read(team, "j@example.com")).toMatchObject({ recordId: j, fields: { phone: "+1 55 55" } });
    expect(reasonOf(await undoing(team, merge))).toBe("This merge was undone already.");
  });

  test("a moved field that was written since stays with the survivor, and the other has what it had", async () => {
    const { team, jane, j, merge } = await merged();
    await applied(team.item({ recordId: jane, set: { phone: "+1 66 66" } }));
    expect(await undoing(team, merge)).toMatchObject({
      kind: "undone",
      applied: { undo: { moved: ["email"], kept: ["phone"], left: [] } },
    });
    expect((await read(team, "jane@example.com"))?.fields).toEqual({ firstName: "Jane", phone: "+1 66 66" });
    expect(await read(team, "j@example.com")).toMatchObject({ recordId: j, fields: { phone: "+1 55 55" } });
  });

  test("a sync that posts the moved identifier again doesn't keep it: it goes back, the survivor has its own", async () => {
    const { team, jane, j, merge } = await merged();
    for (let times = 0; times < 3; times++)
      await applied(team.item({ identifiers: [email("j@example.com")], set: { phone: "+1 55 55" } }));
    expect((await read(team, "jane@example.com"))?.identifiers.email?.[0]).toBe("j@example.com");
    expect((await undoing(team, merge)).kind).toBe("undone");
    expect(await read(team, "jane@example.com")).toMatchObject({
      recordId: jane,
      identifiers: { email: ["jane@example.com"] },
    });
    expect(await read(team, "j@example.com")).toMatchObject({
      recordId: j,
      identifiers: { email: ["j@example.com"] },
    });
    // What came late, from before the undo, finds its own record too.
    await applied(team.item({ identifiers: [email("j@example.com")], set: { tagline: "J" } }, { clock: 1 }));
    expect(await read(team, "j@example.com")).toMatchObject({ recordId: j, fields: { tagline: "J" } });
  });

  test("an identifier that was removed since is nobody's, also where another record has it now", async () => {
    const team = await newTeam(db);
    const jane = await idOf(team.item({ identifiers: [email("jane@example.com")] }));
    const joe = await idOf(team.item({ identifiers: [email("joe@example.com"), linkedin("joe")] }));
    const merge = team.operation();
    mergedOf(await merging(team, jane, [joe], merge));
    await removeEmail(db, team.operation(), { contact: { recordId: jane }, email: "joe@example.com" });
    const heir = await idOf(team.item({ identifiers: [email("joe@example.com")] }));
    expect(await undoing(team, merge)).toMatchObject({
      kind: "undone",
      applied: { undo: { moved: ["linkedinUrl"], left: ["email"] } },
    });
    expect((await read(team, "joe@example.com"))?.recordId).toBe(heir);
    expect(await readRecord(db, team.teamId, "contact", { recordId: joe })).toMatchObject({
      identifiers: { linkedin: [linkedin("joe").value] },
    });
    expect((await readRecord(db, team.teamId, "contact", { recordId: joe }))?.identifiers).not.toHaveProperty(
      "email",
    );
    // An item from before the removal meant the one whose address it was, and its erasure knows that.
    const late = { identifiers: [email("joe@example.com")], set: { tagline: "late" } };
    expect((await applied(team.item(late, { clock: 2 }))).record.recordId).toBe(joe);
    await deleteRecord(db, team.operation(), { entity: "contact", name: { recordId: joe }, force: false });
    const { outcomes } = await commitOnce(db, [team.item(late, { clock: 3 })]);
    expect(outcomes[0]?.result).toMatchObject({ outcome: "rejected", code: "DELETED" });
  });

  test("notes the two as different: upserts that name both leave them apart, until somebody merges them by hand", async () => {
    const { team, jane, j, merge } = await merged();
    expect((await undoing(team, merge)).kind).toBe("undone");
    const both = () =>
      applied(
        team.item({
          identifiers: [email("jane@example.com")],
          aliases: ["j@example.com"],
          onConflict: "merge",
        }),
      );
    const left = await both();
    expect(left.mergedIds).toBeUndefined();
    expect(left.warnings).toMatchObject([{ code: "POSSIBLE_DUPLICATE", recordIds: [jane, j] }]);
    // Also what they are a part of later.
    const third = await idOf(team.item({ identifiers: [linkedin("third")] }));
    mergedOf(await merging(team, third, [j]));
    expect((await both()).warnings).toMatchObject([{ recordIds: [jane, third] }]);
    mergedOf(await merging(team, jane, [third]));
    expect((await both()).warnings).toEqual([]);
  });

  test("a note holds for records that meet only within a commit, by what an item before gives", async () => {
    const team = await newTeam(db);
    const a = await idOf(team.item({ identifiers: [email("a@example.com")] }));
    const b = await idOf(team.item({ identifiers: [linkedin("b")] }));
    const names = [a, b].map((recordId) => ({ recordId }));
    await setDifferent(db, team.operation(), { entity: "contact", names, different: true });
    const { outcomes } = await commitOnce(db, [
      team.item({ recordId: a, identifiers: [email("new@example.com")] }),
      team.item({ identifiers: [email("new@example.com"), linkedin("b")], onConflict: "merge" }),
    ]);
    expect(outcomes[1]?.result).toMatchObject({
      warnings: [{ code: "POSSIBLE_DUPLICATE", recordIds: [a, b] }],
    });
  });

  test("a deletion leaves no note of the record, nor of what was merged into it", async () => {
    const team = await newTeam(db);
    const [a, b, c] = [
      await idOf(team.item({ identifiers: [email("a@example.com")] })),
      await idOf(team.item({ identifiers: [email("b@example.com")] })),
      await idOf(team.item({ identifiers: [email("c@example.com")] })),
    ];
    const names = [b, c].map((recordId) => ({ recordId }));
    await setDifferent(db, team.operation(), { entity: "contact", names, different: true });
    mergedOf(await merging(team, a, [b]));
    await deleteRecord(db, team.operation(), { entity: "contact", name: { recordId: a }, force: false });
    const left = db.selectFrom("different_records").selectAll().where("team_id", "=", team.teamId);
    expect(await left.execute()).toEqual([]);
  });

  test("is refused once the survivor merged on, merged into, or deleted, or where a record would have no name", async () => {
    const one = await merged();
    await removeEmail(db, one.team.operation(), { contact: { recordId: one.jane }, email: "j@example.com" });
    const before = await dump(db, one.team.teamId);
    expect(reasonOf(await undoing(one.team, one.merge))).toContain(one.j);
    expect(await dump(db, one.team.teamId)).toEqual(before);

    const two = await merged();
    const third = await idOf(two.team.item({ identifiers: [linkedin("third")] }));
    const later = two.team.operation();
    mergedOf(await merging(two.team, two.jane, [third], later));
    expect(reasonOf(await undoing(two.team, two.merge))).toContain(`${later.ref.jobId}: undo that first`);
    expect((await undoing(two.team, later)).kind).toBe("undone");
    expect((await undoing(two.team, two.merge)).kind).toBe("undone");

    const three = await merged();
    const last = await idOf(three.team.item({ identifiers: [linkedin("last")] }));
    const on = three.team.operation();
    mergedOf(await merging(three.team, last, [three.jane], on));
    expect(await readRecord(db, three.team.teamId, "contact", { recordId: three.j })).toMatchObject({
      recordId: last,
    });
    expect(reasonOf(await undoing(three.team, three.merge))).toContain(last);
    expect((await undoing(three.team, on)).kind).toBe("undone");
    expect(await readRecord(db, three.team.teamId, "contact", { recordId: three.j })).toMatchObject({
      recordId: three.jane,
    });
    expect((await undoing(three.team, three.merge)).kind).toBe("undone");

    const four = await merged();
    await deleteRecord(db, four.team.operation(), {
      entity: "contact",
      name: { recordId: four.jane },
      force: false,
    });
    expect(reasonOf(await undoing(four.team, four.merge))).toContain("deleted");
  });

  test("an item that names a restored record by its id, and waits for the undo, reaches that one", async () => {
    const team = await newTeam(db);
    const survivor = await idOf(team.item({ identifiers: [email("jane@example.com")] }));
    const other = await idOf(team.item({ identifiers: [email("joe@example.com")] }));
    const merge = team.operation();
    await merging(team, survivor, [other], merge);
    const item = team.item({ recordId: other, set: { tagline: "Joe's" } });
    const waiting = async (count: number) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      return rows[0]?.count === count;
    };
    const both = await db.transaction().execute(async (trx) => {
      await sql`select from contacts where record_id = ${survivor} for update`.execute(trx);
      const undone = undoing(team, merge);
      await expect.poll(() => waiting(1)).toBe(true);
      expect((await commitOnce(db, [item])).held).toEqual([item]);
      return { undone, named: applied(item) };
    });
    expect((await both.undone).kind).toBe("undone");
    expect((await both.named).record).toMatchObject({ recordId: other, fields: { tagline: "Joe's" } });
    expect((await read(team, "jane@example.com"))?.fields).toEqual({});
  });

  test.each([
    ["the survivor", "jane@example.com"],
    ["its own address", "j@example.com"],
  ])("an opt-out that was given meanwhile, by %s, holds for both", async (_what, value) => {
    const { team, merge } = await merged();
    const unsubscribing = team.operation();
    await setUnsubscribed(db, unsubscribing, { contact: byEmail(value), unsubscribed: true });
    expect((await undoing(team, merge)).kind).toBe("undone");
    for (const each of ["jane@example.com", "j@example.com"])
      expect(await read(team, each)).toMatchObject({ unsubscribed: true });
    const stamps = (await dump(db, team.teamId)).map((record) => record.stamps["unsubscribed"]);
    expect(stamps).toEqual([unsubscribing.issued[0], unsubscribing.issued[0]]);
  });

  test("the latest of opt-outs and opt-ins holds for each, also through several merges, and is no reason to refuse", async () => {
    const team = await newTeam(db);
    const names = ["a", "b", "c"];
    const ids = await Promise.all(
      names.map((name) => idOf(team.item({ identifiers: [email(`${name}@example.com`)] }))),
    );
    const [a = "", b = "", c = ""] = ids;
    const say = (name: string, unsubscribed: boolean) =>
      setUnsubscribed(db, team.operation(), { contact: byEmail(`${name}@example.com`), unsubscribed });
    const out = async () =>
      Promise.all(
        names.map(async (name) => (await read(team, `${name}@example.com`))?.unsubscribed === true),
      );
    await say("b", true);
    const [first, second] = [team.operation(), team.operation()];
    mergedOf(await merging(team, a, [b], first));
    await say("a", false);
    mergedOf(await merging(team, c, [a], second));
    await say("c", true);
    expect((await undoing(team, second)).kind).toBe("undone");
    expect(await out()).toEqual([true, true, true]);
    await say("b", false);
    expect((await undoing(team, first)).kind).toBe("undone");
    // c was a record of its own again when a and b were subscribed.
    expect(await out()).toEqual([false, false, true]);
  });

  test("is refused where the survivor would have no name left, until it has one", async () => {
    const { team, jane, merge } = await merged();
    await removeEmail(db, team.operation(), { contact: { recordId: jane }, email: "jane@example.com" });
    const before = await dump(db, team.teamId);
    expect(reasonOf(await undoing(team, merge))).toMatch(/nothing could find it/);
    expect(await dump(db, team.teamId)).toEqual(before);
    await applied(team.item({ recordId: jane, identifiers: [email("new@example.com")] }));
    expect((await undoing(team, merge)).kind).toBe("undone");
    expect((await read(team, "j@example.com"))?.recordId).not.toBe(jane);
  });

  test("merges that committed in another order than that of their clocks are undone one by one, to what was", async () => {
    for (const earlyFirst of [true, false]) {
      const team = await newTeam(db);
      const jane = await idOf(team.item({ identifiers: [email("jane@example.com")] }));
      await applied(team.item({ identifiers: [linkedin("joe")], set: { phone: "+1 77 77" } }));
      const j = await idOf(team.item({ identifiers: [email("j@example.com")], set: { tagline: "J's" } }));
      const before = await dump(db, team.teamId);
      const early = team.item({
        onConflict: "merge",
        identifiers: [email("jane@example.com"), linkedin("joe")],
      });
      const byHand = team.operation();
      const steps = [
        async () => void (await applied(early)),
        async () => void mergedOf(await merging(team, jane, [j], byHand)),
      ];
      for (const step of earlyFirst ? steps : steps.toReversed()) await step();
      const undos = [
        () => undoMerge(db, team.operation(), { entity: "contact", jobId: early.ref.jobId, row: 0 }),
        () => undoing(team, byHand),
      ];
      const [last, first] = earlyFirst ? undos.toReversed() : undos;
      if (!last || !first) throw new Error("two undos");
      expect(reasonOf(await first())).toContain("undo that first");
      expect((await last()).kind).toBe("undone");
      expect((await first()).kind).toBe("undone");
      const values = (records: typeof before) =>
        records.map(({ recordId, fields, identifiers, createdClock }) => [
          recordId,
          fields,
          identifiers,
          createdClock,
        ]);
      expect(values(await dump(db, team.teamId))).toEqual(values(before));
    }
  });

  test("another team's merge isn't there", async () => {
    const { merge } = await merged();
    const other = await newTeam(db);
    expect(await undoing(other, merge)).toEqual({ kind: "not-found" });
  });
});

describe("companies", () => {
  const domain = (value: string) => ({ kind: "domain" as const, value });

  test("links follow a merge and its undo, without a contact being touched", async () => {
    const team = await newTeam(db);
    const [acme, acmeInc] = await Promise.all(
      ["acme.example", "acme-inc.example"].map((value) =>
        idOf(team.item({ entity: "company", identifiers: [domain(value)], set: { name: value } })),
      ),
    );
    if (!acme || !acmeInc) throw new Error("two companies");
    const link = { field: "companyId" as const, value: acmeInc };
    await applied(team.item({ identifiers: [email("jane@example.com")], company: link }));
    const before = await dump(db, team.teamId);
    const merge = team.operation();
    mergedOf(await merging(team, acme, [acmeInc], merge));
    expect(await read(team, "jane@example.com")).toMatchObject({ companyId: acme });
    expect(await dump(db, team.teamId)).toEqual(before);

    // Named by the old id, by the new one, and by the domain that moved: it is linked there already.
    for (const company of [
      link,
      { field: "companyId" as const, value: acme },
      { field: "companyDomain" as const, value: "acme-inc.example" },
      link,
    ]) {
      const again = await applied(team.item({ identifiers: [email("jane@example.com")], company }));
      expect(again).toMatchObject({ outcome: "unmodified", changes: {}, record: { companyId: acme } });
    }
    expect((await undoing(team, merge, "company")).kind).toBe("undone");
    expect(await read(team, "jane@example.com")).toMatchObject({ companyId: acmeInc });
  });

  test("one that contacts are linked to is deleted by force only, and they are linked no more", async () => {
    const team = await newTeam(db);
    const acme = await idOf(team.item({ entity: "company", identifiers: [domain("acme.example")] }));
    const link = { field: "companyId" as const, value: acme };
    await applied(team.item({ identifiers: [email("jane@example.com")], company: link }));
    const request = { entity: "company", name: { recordId: acme } } as const;
    expect(await deleteRecord(db, team.operation(), { ...request, force: false })).toEqual({
      kind: "has-contacts",
      contactCount: 1,
    });
    expect(await deleteRecord(db, team.operation(), { ...request, force: true })).toEqual({
      kind: "deleted",
      recordId: acme,
    });
    expect((await read(team, "jane@example.com"))?.companyId).toBeUndefined();
    const again = await applied(team.item({ identifiers: [email("jane@example.com")], company: link }));
    expect(again.record.companyId).toBeUndefined();
    expect(again.warnings).toEqual([expect.objectContaining({ code: "COMPANY_NOT_FOUND" })]);
  });

  test("a merge of contacts fills a link to a deleted company, and knows one company by its several ids", async () => {
    const team = await newTeam(db);
    const [gone, acme, acmeInc] = await Promise.all(
      ["gone.example", "acme.example", "acme-inc.example"].map((value) =>
        idOf(team.item({ entity: "company", identifiers: [domain(value)] })),
      ),
    );
    if (!gone || !acme || !acmeInc) throw new Error("three companies");
    const linked = (name: string, companyId: string) =>
      idOf(
        team.item({
          identifiers: [email(`${name}@example.com`)],
          company: { field: "companyId", value: companyId },
        }),
      );
    const jane = await linked("jane", gone);
    const others = [await linked("joe", acme), await linked("jo", acmeInc)];
    await merging(team, acme, [acmeInc]);
    await deleteRecord(db, team.operation(), {
      entity: "company",
      name: { recordId: gone },
      force: true,
    });
    const before = await dump(db, team.teamId);

    const merge = team.operation();
    const merged = mergedOf(await merging(team, jane, others, merge));
    expect(merged.rejectedFields).toEqual([]);
    expect(merged.applied).toMatchObject({
      changes: { companyId: { to: acme } },
      record: { companyId: acme },
    });
    expect(await read(team, "jane@example.com")).toMatchObject({ companyId: acme });
    expect((await undoing(team, merge)).kind).toBe("undone");
    expect(await dump(db, team.teamId)).toEqual(before);
  });
});

describe("delete", () => {
  const deleting = (team: Team, value: string) =>
    deleteRecord(db, team.operation(), { entity: "contact", name: byEmail(value), force: false });

  test("erases the person from records, identifiers, receipts and merges", async () => {
    const team = await newTeam(db);
    const items = [
      team.item({ identifiers: [email("jane@example.com"), linkedin("jane")], set: { firstName: "Jane" } }),
      team.item({ identifiers: [email("j@example.com")], set: { firstName: "Jane" } }),
      team.item({
        onConflict: "merge",
        identifiers: [email("jane@example.com")],
        aliases: ["j@example.com"],
      }),
    ];
    for (const item of items) await applied(item);
    await removeEmail(db, team.operation(), { contact: byEmail("jane@example.com"), email: "j@example.com" });
    expect(await deleting(team, "jane@example.com")).toMatchObject({ kind: "deleted" });

    for (const table of [
      "contacts",
      "contact_identifiers",
      "receipts",
      "merges",
      "retired_records",
      "tombstones",
    ]) {
      const { rows } = await sql`select * from ${sql.table(table)} where team_id = ${team.teamId}`.execute(
        db,
      );
      expect(JSON.stringify(rows), table).not.toMatch(/jane|j@example|Jane/);
    }
    const receipts = await readReceipts(
      db,
      items.map(({ ref }) => ref),
    );
    expect(items.map(({ ref }) => receipts.get(receiptKey(ref))?.result)).toEqual([
      { outcome: "erased", applied: "created" },
      { outcome: "erased", applied: "created" },
      { outcome: "erased", applied: "updated" },
    ]);
    expect(await deleting(team, "jane@example.com")).toEqual({ kind: "not-found" });
  });

  test("erases a record that was part of another for a while from that one's receipts too", async () => {
    const team = await newTeam(db);
    const jane = team.item({ identifiers: [email("jane@example.com")] });
    const survivor = await idOf(jane);
    const john = await idOf(
      team.item({ identifiers: [email("john@example.com")], set: { phone: "+1 77 77" } }),
    );
    const merge = team.operation();
    mergedOf(await merging(team, survivor, [john], merge));
    const between = team.item({ identifiers: [email("jane@example.com")], set: { tagline: "t" } });
    await applied(between);
    expect((await undoing(team, merge)).kind).toBe("undone");
    const after = team.item({ identifiers: [email("jane@example.com")], set: { tagline: "u" } });
    await applied(after);
    // As if the merge were past the retention, and its undo weren't.
    const dated = (clock: number) =>
      sql`update merges set clock = ${clock} where team_id = ${team.teamId}`.execute(db);
    await dated(1);
    await maintainReceipts(db, { retentionDays: 30 });
    await dated(merge.issued[0] ?? 0);
    await deleting(team, "john@example.com");
    const { rows } = await sql`select * from receipts where team_id = ${team.teamId}`.execute(db);
    expect(JSON.stringify(rows)).not.toMatch(/john|77 77/);
    const receipts = await readReceipts(
      db,
      [jane, between, after].map(({ ref }) => ref),
    );
    expect([...receipts.values()].map(({ result: each }) => each.outcome).toSorted()).toEqual([
      "created",
      "erased",
      "updated",
    ]);
  });

  test("erases what rejected rows of commits keep of the person, and of nobody else", async () => {
    const team = await newTeam(db);
    await applied(team.item({ identifiers: [email("jane_a@example.com"), linkedin("jane")] }));
    const rejected = (input: Record<string, unknown>) => ({
      ...team.item({}),
      result: { outcome: "rejected" as const, code: "INVALID_FIELD" as const, message: "Line 2: no", input },
    });
    const rows = [
      rejected({ email: " Jane_A@Example.com", phone: "+1 88 88" }),
      rejected({ linkedinUrl: "fr.linkedin.com/in/Jane/", phone: "+1 88 88" }),
      rejected({
        email: "mary-jane_a@example.com",
        linkedinUrl: "linkedin.com/in/janet",
        firstName: "Other",
      }),
    ];
    await rejectItems(db, rows);
    await deleting(team, "jane_a@example.com");
    const receipts = await readReceipts(
      db,
      rows.map(({ ref }) => ref),
    );
    const results = rows.map(({ ref }) => receipts.get(receiptKey(ref))?.result);
    expect(JSON.stringify(results.slice(0, 2))).not.toMatch(/jane|88 88/i);
    expect(results.map((each) => each?.outcome)).toEqual(["rejected", "rejected", "rejected"]);
    expect(results[2]).toEqual(rows[2]?.result);
  });

  test("a late item brings nobody back, by whatever name; a new one makes a new person", async () => {
    const team = await newTeam(db);
    await applied(
      team.item({ identifiers: [email("jane@example.com"), linkedin("jane")], aliases: ["j@example.com"] }),
    );
    await removeEmail(db, team.operation(), { contact: byEmail("jane@example.com"), email: "j@example.com" });
    const late = [
      team.item({ identifiers: [email("jane@example.com")] }),
      team.item({ identifiers: [linkedin("jane")], onConflict: "merge" }),
      team.item({ identifiers: [email("j@example.com")] }),
      team.item({ identifiers: [email("other@example.com")], aliases: ["jane@example.com"] }),
    ];
    const stranger = team.item({ identifiers: [email("stranger@example.com")] });
    await deleting(team, "jane@example.com");
    for (const item of late)
      expect(await result(item)).toMatchObject({ outcome: "rejected", code: "DELETED" });
    expect((await applied(stranger)).outcome).toBe("created");
    expect(await dump(db, team.teamId)).toHaveLength(1);
    expect((await applied(team.item({ identifiers: [email("jane@example.com")] }))).outcome).toBe("created");
    // In another team she was never deleted.
    const other = await newTeam(db);
    expect(
      (await applied(other.item({ identifiers: [email("jane@example.com")] }, { clock: 1 }))).outcome,
    ).toBe("created");
  });

  test("a late item that waits for the delete's locks doesn't slip through", async () => {
    const team = await newTeam(db);
    for (let round = 0; round < 30; round++) {
      const value = `race${round}@example.com`;
      await applied(team.item({ identifiers: [email(value)], set: { firstName: "First" } }));
      const late = team.item({ identifiers: [email(value)], set: { firstName: "Late" } });
      const [outcome] = await Promise.all([result(late), deleting(team, value)]);
      // Either it came first and was erased with the person, or it came second and was refused.
      if (outcome.outcome === "rejected") expect(outcome.code).toBe("DELETED");
    }
    expect(await dump(db, team.teamId)).toEqual([]);
  });

  test("the floor of the clocks knows of it", async () => {
    const team = await newTeam(db);
    await applied(team.item({ identifiers: [email("jane@example.com")] }));
    const operation = team.operation({ clock: Date.now() * 1_000 + 50_000_000 });
    await deleteRecord(db, operation, { entity: "contact", name: byEmail("jane@example.com"), force: false });
    expect([await highestClock(db)]).toEqual(operation.issued);
  });
});

describe("e-mails of a contact", () => {
  async function janeWithTwo() {
    const team = await newTeam(db);
    const jane = await idOf(
      team.item({ identifiers: [email("jane@example.com")], aliases: ["j@example.com"] }),
    );
    return { team, jane, contact: { recordId: jane } };
  }

  test("an alias becomes primary, and the primary one an alias", async () => {
    const { team, contact } = await janeWithTwo();
    const late = team.item({ identifiers: [email("jane@example.com")] });
    const outcome = await setPrimaryEmail(db, team.operation(), { contact, email: "j@example.com" });
    expect(outcome).toMatchObject({
      kind: "applied",
      applied: { changes: { email: { from: "jane@example.com", to: "j@example.com" } } },
    });
    expect((await applied(late)).record.identifiers.email).toEqual(["j@example.com", "jane@example.com"]);
    const unknown = await setPrimaryEmail(db, team.operation(), { contact, email: "x@example.com" });
    expect(unknown).toEqual({ kind: "no-such-email" });
  });

  test("one that was removed isn't added again by a late item, which still reaches the contact", async () => {
    const { team, jane, contact } = await janeWithTwo();
    const asAlias = team.item({ identifiers: [email("jane@example.com")], aliases: ["j@example.com"] });
    const asKey = team.item({ identifiers: [email("j@example.com")], set: { firstName: "Jane" } });
    const last = team.item({ recordId: jane, aliases: ["j@example.com"] });
    await removeEmail(db, team.operation(), { contact, email: "j@example.com" });
    for (const item of [asAlias, asKey]) {
      const outcome = await applied(item);
      expect(outcome.record).toMatchObject({ recordId: jane, identifiers: { email: ["jane@example.com"] } });
      expect(outcome.fieldRejections).toEqual([
        expect.objectContaining({
          reason: "stale",
          rejectedValue: "j@example.com",
          conflictingRecordId: jane,
        }),
      ]);
    }
    const fresh = team.item({ identifiers: [email("jane@example.com")], aliases: ["j@example.com"] });
    expect((await applied(fresh)).record.identifiers.email).toEqual(["jane@example.com", "j@example.com"]);
    // It has it again, so there is nothing to refuse.
    expect(await applied(last)).toMatchObject({ outcome: "unmodified", fieldRejections: [] });
  });

  test("the oldest of the others takes the place of a removed primary one; the last identifier stays", async () => {
    const { team, contact } = await janeWithTwo();
    const outcome = await removeEmail(db, team.operation(), { contact, email: "jane@example.com" });
    expect(outcome).toMatchObject({
      applied: { changes: { email: { from: "jane@example.com", to: "j@example.com" } } },
    });
    const last = await removeEmail(db, team.operation(), { contact, email: "j@example.com" });
    expect(last).toEqual({ kind: "last-identifier" });
    expect(await read(team, "j@example.com")).toMatchObject({ identifiers: { email: ["j@example.com"] } });
  });
});

describe("an e-mail that goes from hand to hand", () => {
  const erasing = (team: Team, value: string) =>
    deleteRecord(db, team.operation(), { entity: "contact", name: byEmail(value), force: false });
  const removing = (team: Team, recordId: string, value: string) =>
    removeEmail(db, team.operation(), { contact: { recordId }, email: value });

  test("an item means whom it named when the item was accepted, never a later owner", async () => {
    const team = await newTeam(db);
    const owners: string[] = [];
    const late: Item[] = [];
    for (const name of ["r", "q", "s"]) {
      owners.push(
        await idOf(
          team.item({ identifiers: [email("shared@example.com"), linkedin(name)], set: { tagline: name } }),
        ),
      );
      late.push(team.item({ identifiers: [email("shared@example.com")], set: { phone: `+1 ${name}` } }));
      const byMerge = team.item({
        onConflict: "merge",
        identifiers: [email("shared@example.com")],
        set: { summary: `of ${name}` },
      });
      late.push(byMerge);
      if (name !== "s") await removing(team, owners.at(-1) ?? "", "shared@example.com");
    }
    for (const item of late.toReversed()) await applied(item);
    const records = await Promise.all(
      owners.map((recordId) => readRecord(db, team.teamId, "contact", { recordId })),
    );
    expect(records.map((record) => record?.fields)).toEqual(
      ["r", "q", "s"].map((name) => ({ tagline: name, phone: `+1 ${name}`, summary: `of ${name}` })),
    );
    expect(records.map((record) => record?.identifiers.email)).toEqual([
      undefined,
      undefined,
      ["shared@example.com"],
    ]);
    expect(await dump(db, team.teamId)).toHaveLength(3);
  });

  test("the values of an item with other names too go to the owner of then, and its answer says what it lost", async () => {
    const team = await newTeam(db);
    const r = await idOf(team.item({ identifiers: [email("x@example.com"), linkedin("r")] }));
    const item = team.item({
      identifiers: [email("x@example.com")],
      aliases: ["more@example.com"],
      set: { phone: "+1 55 55" },
    });
    await removing(team, r, "x@example.com");
    const q = await idOf(team.item({ identifiers: [email("x@example.com")], set: { firstName: "Q" } }));
    const outcome = await applied(item);
    expect(outcome.record).toMatchObject({ recordId: r, identifiers: { email: ["more@example.com"] } });
    expect(outcome.fieldRejections).toEqual([
      { field: "email", reason: "stale", rejectedValue: "x@example.com", conflictingRecordId: r },
    ]);
    expect(await readRecord(db, team.teamId, "contact", { recordId: q })).toMatchObject({
      fields: { firstName: "Q" },
      identifiers: { email: ["x@example.com"] },
    });
  });

  test("an owner of then that was merged since is meant by its survivor", async () => {
    const team = await newTeam(db);
    const r = await idOf(team.item({ identifiers: [email("x@example.com"), linkedin("r")] }));
    const late = team.item({ identifiers: [email("x@example.com")], set: { phone: "+1 55 55" } });
    await removing(team, r, "x@example.com");
    const s = await idOf(team.item({ identifiers: [email("s@example.com")] }));
    mergedOf(await merging(team, s, [r]));
    expect((await applied(late)).record).toMatchObject({ recordId: s, fields: { phone: "+1 55 55" } });
    expect(await read(team, "x@example.com")).toBeUndefined();
    expect(await dump(db, team.teamId)).toHaveLength(1);
  });

  test("erased, made again and removed: items of the second life are applied, those of the first are not", async () => {
    const team = await newTeam(db);
    await applied(team.item({ identifiers: [email("x@example.com")] }));
    const first = team.item({ identifiers: [email("x@example.com")], set: { phone: "+1 11 11" } });
    await erasing(team, "x@example.com");
    const again = await idOf(team.item({ identifiers: [email("x@example.com"), linkedin("x")] }));
    const second = team.item({ identifiers: [email("x@example.com")], set: { phone: "+1 22 22" } });
    await removing(team, again, "x@example.com");
    expect(await result(first)).toMatchObject({ outcome: "rejected", code: "DELETED" });
    expect((await applied(second)).record).toMatchObject({ recordId: again, fields: { phone: "+1 22 22" } });
  });

  test("an erasure rejects no items of somebody who had got one of the person's removed e-mails before", async () => {
    const team = await newTeam(db);
    const jane = await idOf(team.item({ identifiers: [email("x@example.com"), linkedin("jane")] }));
    const hers = team.item({ identifiers: [email("x@example.com")], set: { phone: "+1 11 11" } });
    await removing(team, jane, "x@example.com");
    const q = await idOf(team.item({ identifiers: [email("x@example.com"), linkedin("q")] }));
    const [live, later] = ["live", "later"].map((tagline) =>
      team.item({ identifiers: [email("x@example.com")], set: { tagline } }),
    );
    if (!live || !later) throw new Error("two items");
    await deleteRecord(db, team.operation(), { entity: "contact", name: { recordId: jane }, force: false });
    expect((await applied(live)).record).toMatchObject({ recordId: q, fields: { tagline: "live" } });
    await removing(team, q, "x@example.com");
    expect((await applied(later)).record).toMatchObject({ recordId: q, fields: { tagline: "later" } });
    expect(await result(hers)).toMatchObject({ outcome: "rejected", code: "DELETED" });
  });

  test("an erased value that isn't whom the item is about is left out and named, and isn't kept", async () => {
    const team = await newTeam(db);
    const living = await idOf(team.item({ identifiers: [email("living@example.com"), salesNav("ACwAAl")] }));
    await applied(team.item({ identifiers: [email("gone@example.com"), linkedin("gone")] }));
    const items = [
      team.item({
        identifiers: [email("living@example.com")],
        aliases: ["gone@example.com", "more@example.com"],
        set: { tagline: "by e-mail" },
      }),
      team.item({ recordId: living, identifiers: [email("gone@example.com")], set: { jobTitle: "by id" } }),
      team.item({
        identifiers: [email("living@example.com"), linkedin("gone")],
        set: { firstName: "by a weaker name" },
      }),
    ];
    const hers = [
      team.item({ identifiers: [email("gone@example.com")] }),
      team.item({ identifiers: [email("gone@example.com"), salesNav("ACwAAl")], set: { phone: "+1 hers" } }),
      team.item({ identifiers: [linkedin("gone"), salesNav("ACwAAl")], set: { phone: "+1 hers" } }),
      team.item({ identifiers: [email("new@example.com")], aliases: ["gone@example.com"] }),
    ];
    await erasing(team, "gone@example.com");
    const results = await Promise.all(items.map(applied));
    expect(results.map((each) => each.fieldRejections)).toEqual([
      [{ field: "additionalEmails", reason: "deleted" }],
      [{ field: "email", reason: "deleted" }],
      [{ field: "linkedinUrl", reason: "deleted" }],
    ]);
    expect(JSON.stringify(results)).not.toContain("gone");
    for (const item of hers)
      expect(await result(item)).toMatchObject({ outcome: "rejected", code: "DELETED" });
    expect(await readRecord(db, team.teamId, "contact", { recordId: living })).toMatchObject({
      fields: { tagline: "by e-mail", jobTitle: "by id", firstName: "by a weaker name" },
      identifiers: { email: ["living@example.com", "more@example.com"] },
    });
  });
});

describe("an operation's clock", () => {
  /**
   * Jane, with whom somebody was merged, and Joe: their writes are ahead of the store that issues clocks, as where it
   * was lost and began anew.
   */
  async function ahead() {
    const team = await newTeam(db);
    const clock = (Date.now() + 60_000) * 1_000;
    const create = (value: string, alias: string, at: number) =>
      idOf(
        team.item({ identifiers: [email(value)], aliases: [alias], set: { tagline: value } }, { clock: at }),
      );
    const jane = await create("jane@example.com", "j@example.com", clock - 10);
    const merge = team.operation({ clock });
    mergedOf(
      await merging(team, jane, [await create("jo@example.com", "jo2@example.com", clock - 5)], merge),
    );
    const joe = await create("joe@example.com", "joe2@example.com", clock + 10);
    return { team, clock, jane, joe, merge };
  }

  type Scene = Awaited<ReturnType<typeof ahead>>;
  type Act = (operation: Operation, scene: Scene) => Promise<{ kind: string }>;
  const ACTS: Record<string, Act> = {
    unsubscribe: (operation, { jane }) =>
      setUnsubscribed(db, operation, { contact: { recordId: jane }, unsubscribed: true }),
    "primary e-mail": (operation, { jane }) =>
      setPrimaryEmail(db, operation, { contact: { recordId: jane }, email: "j@example.com" }),
    removal: (operation, { jane }) =>
      removeEmail(db, operation, { contact: { recordId: jane }, email: "jane@example.com" }),
    delete: (operation, { jane }) =>
      deleteRecord(db, operation, { entity: "contact", name: { recordId: jane }, force: false }),
    merge: (operation, { jane, joe }) =>
      mergeRecords(db, operation, {
        entity: "contact",
        primary: { recordId: jane },
        secondaries: [{ recordId: joe }],
        dryRun: false,
      }),
    undo: (operation, { merge }) =>
      undoMerge(db, operation, { entity: "contact", jobId: merge.ref.jobId, row: merge.ref.row }),
  };

  test.each(Object.entries(ACTS))(
    "%s: is above all that its records have seen, or nothing is done",
    async (what, act) => {
      const scene = await ahead();
      const { team, clock } = scene;
      const before = await dump(db, team.teamId);
      const behind: Operation = { ...team.operation(), issueClock: () => Promise.resolve(clock) };
      await expect(act(behind, scene)).rejects.toThrow(/not above/);
      expect(await dump(db, team.teamId)).toEqual(before);

      const floors: number[] = [];
      const issueClock = (floor: number) => Promise.resolve(floors.push(floor) && floor + 1);
      const { kind } = await act({ ...team.operation(), issueClock }, scene);
      expect(["applied", "deleted", "merged", "undone"]).toContain(kind);
      expect(floors).toEqual([what === "merge" ? clock + 10 : clock]);
    },
  );
});

describe("unsubscribe", () => {
  test("the latest stands, an upsert never resets it, and a merge keeps it", async () => {
    const team = await newTeam(db);
    const jane = await idOf(team.item({ identifiers: [email("jane@example.com")] }));
    const j = await idOf(team.item({ identifiers: [email("j@example.com")] }));
    const contact = { recordId: j };
    await setUnsubscribed(db, team.operation(), { contact, unsubscribed: true });
    expect((await applied(team.item({ recordId: j, set: { firstName: "J" } }))).record.unsubscribed).toBe(
      true,
    );
    const merge = team.operation();
    expect(mergedOf(await merging(team, jane, [j], merge)).applied.record.unsubscribed).toBe(true);
    expect((await undoing(team, merge)).kind).toBe("undone");
    expect((await read(team, "jane@example.com"))?.unsubscribed).toBeUndefined();
    const again = await setUnsubscribed(db, team.operation(), { contact, unsubscribed: false });
    expect(again).toMatchObject({ applied: { action: "resubscribe", outcome: "updated" } });
    expect((await read(team, "j@example.com"))?.unsubscribed).toBeUndefined();
  });
});
