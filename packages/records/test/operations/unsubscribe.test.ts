import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { setUnsubscribed } from "../../src/index.ts";
import { createActs, mergedOf } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read, merging, undoing } = createActs(db);

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
