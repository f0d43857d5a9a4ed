import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  deleteRecord,
  highestClock,
  maintainReceipts,
  readReceipts,
  receiptKey,
  rejectItems,
  removeEmail,
} from "../../src/index.ts";
import { createActs, byEmail, mergedOf } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { result, applied, idOf, merging, undoing } = createActs(db);

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
