import type { Item } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  deleteRecord,
  readRecord,
  removeEmail,
  setDifferent,
  setUnsubscribed,
  undoMerge,
} from "../../src/index.ts";
import type { OperationPoint } from "../../src/index.ts";
import { createActs, byEmail, mergedOf, reasonOf } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read, merging, undoing } = createActs(db);

const undoOf = ({ ref: { jobId, row } }: Item) => ({ entity: "contact" as const, jobId, row });

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
    // The undo has all its locks before the item comes, and keeps them until the item was told to wait.
    const [locked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const onPoint = (point: OperationPoint) => {
      if (point !== "locked") return undefined;
      locked.resolve();
      return held.promise;
    };
    const undone = undoMerge(db, team.operation({ onPoint }), {
      entity: "contact",
      jobId: merge.ref.jobId,
      row: merge.ref.row,
    });
    await locked.promise;
    expect((await commitOnce(db, [item])).held).toEqual([item]);
    held.resolve();
    expect((await undone).kind).toBe("undone");
    expect((await applied(item)).record).toMatchObject({ recordId: other, fields: { tagline: "Joe's" } });
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
    const stamps = (await dump(db, team.teamId)).map((record) => record.stamps["unsubscribed"]?.clock);
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

  test.each([
    { said: "an opt-out", unsubscribed: true, before: {}, now: [true, true, true] },
    { said: "an opt-in", unsubscribed: false, before: { a: true, b: true }, now: [false, false, false] },
    { said: "an old opt-out", unsubscribed: true, at: 1, before: { b: false }, now: [true, false, true] },
    { said: "an old opt-in", unsubscribed: false, at: 1, before: { c: true }, now: [false, false, true] },
  ])("$said of the row that merged holds for all whose own word isn't later", async (row) => {
    const { unsubscribed, at, before, now } = row;
    const team = await newTeam(db);
    const names = ["a@example.com", "b@example.com", "c@example.com"];
    for (const name of names) await applied(team.item({ identifiers: [email(name)] }));
    for (const [name, out] of Object.entries(before))
      await setUnsubscribed(db, team.operation(), {
        contact: byEmail(`${name}@example.com`),
        unsubscribed: out,
      });
    const out = async () =>
      Promise.all(names.map(async (name) => (await read(team, name))?.unsubscribed === true));
    const [first = "", ...aliases] = names;
    const consent = { unsubscribed, ...(at !== undefined && { at }) };
    const item = team.item({ identifiers: [email(first)], aliases, onConflict: "merge", consent });
    expect((await applied(item)).mergedIds).toHaveLength(2);
    expect(await undoMerge(db, team.operation(), undoOf(item))).toMatchObject({ kind: "undone" });
    expect(await out()).toEqual(now);
  });

  test("what was said after the row that merged, and gave an opt-out, holds for all", async () => {
    const team = await newTeam(db);
    const names = ["a@example.com", "b@example.com"];
    for (const name of names) await applied(team.item({ identifiers: [email(name)] }));
    const item = team.item({
      identifiers: names.slice(0, 1).map(email),
      aliases: names.slice(1),
      onConflict: "merge",
      consent: { unsubscribed: true },
    });
    await applied(item);
    await setUnsubscribed(db, team.operation(), { contact: byEmail("b@example.com"), unsubscribed: false });
    expect((await undoMerge(db, team.operation(), undoOf(item))).kind).toBe("undone");
    for (const name of names) expect((await read(team, name))?.unsubscribed).toBeUndefined();
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
