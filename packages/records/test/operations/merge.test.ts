import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { mergeRecords, readReceipts, readRecord } from "../../src/index.ts";
import { createActs, byEmail, mergedOf } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read, merging, undoing } = createActs(db);

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
