import type { Item } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { deleteRecord, readRecord, removeEmail } from "../../src/index.ts";
import { createActs, byEmail, mergedOf } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { result, applied, idOf, read, merging } = createActs(db);

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
