import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, readRecord } from "../../src/index.ts";
import { createActs } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read } = createActs(db);

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
