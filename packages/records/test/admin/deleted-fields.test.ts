import type { Item, ItemResult } from "@onefold/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { until } from "../../../../test/e2e/support/until.ts";
import {
  commitOnce,
  createField,
  deleteField,
  mergeRecords,
  readRecord,
  removeFieldValues,
  undoMerge,
} from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 8 });

type Team = Awaited<ReturnType<typeof newTeam>>;

const SCORE = { entity: "contact", name: "score", type: "text" } as const;
const JANE = [email("jane@example.com")];

async function scored(): Promise<Team> {
  const team = await newTeam(db);
  await createField(db, team.teamId, SCORE);
  return team;
}

async function committed(item: Item): Promise<ItemResult> {
  const { outcomes } = await commitItems(db, [item]);
  const [outcome] = outcomes;
  if (!outcome) throw new Error("no outcome");
  return outcome.result;
}

const fieldsOf = async (team: Team, value = "jane@example.com") =>
  (await readRecord(db, team.teamId, "contact", { identifier: email(value) }))?.fields;

/** Until the values are gone, and no API process takes the field for what it was. */
async function namesFree(team: Team): Promise<void> {
  await until("the values are gone", 10_000, async () => {
    await removeFieldValues(db);
    const { rows } = await sql`
      select from deleted_fields where team_id = ${team.teamId} and removed_at is null`.execute(db);
    return rows.length === 0;
  });
  await sql`
    update deleted_fields set deleted_at = now() - interval '1 minute' where team_id = ${team.teamId}`.execute(
    db,
  );
}

test("its values go from records, and the name is free once they are gone, for another type too", async () => {
  const team = await scored();
  const other = await scored();
  for (const { item } of [team, other])
    await committed(item({ identifiers: JANE, set: { score: "high", firstName: "J" } }));
  expect(await deleteField(db, team.teamId, SCORE)).toBe(true);
  expect(await deleteField(db, team.teamId, SCORE)).toBe(false);
  const again = () => createField(db, team.teamId, { ...SCORE, type: "number" });
  await expect(again()).rejects.toThrow("are still being removed");
  await namesFree(team);
  expect(await fieldsOf(team)).toEqual({ firstName: "J" });
  expect(await fieldsOf(other)).toEqual({ score: "high", firstName: "J" });
  await again();
  // The first write of the new field stands, whatever the clock of the last one of the old was.
  const early = team.item({ identifiers: JANE, set: { score: 7 } }, { clock: (Date.now() + 1_000) * 1_000 });
  expect(await committed(early)).toMatchObject({ changes: { score: { to: 7 } } });
});

test("what is under way with it is applied without, before and after the name is registered again", async () => {
  const team = await scored();
  await committed(team.item({ identifiers: JANE }));
  const [one, two] = ["a", "b"].map((score) =>
    team.item({ identifiers: JANE, set: { score, firstName: score } }),
  );
  await deleteField(db, team.teamId, SCORE);
  const refused = { fieldRejections: [expect.objectContaining({ field: "score", reason: "unregistered" })] };
  expect(await committed(one!)).toMatchObject({ outcome: "updated", ...refused });
  await namesFree(team);
  await createField(db, team.teamId, { ...SCORE, type: "number" });
  expect(await committed(two!)).toMatchObject({ outcome: "updated", ...refused });
  expect(await fieldsOf(team)).toEqual({ firstName: "b" });
});

test("a commit that was under way when it was deleted leaves no value", async () => {
  const team = await scored();
  await committed(team.item({ identifiers: JANE }));
  const written = Promise.withResolvers<void>();
  const deleted = Promise.withResolvers<void>();
  const beside = commitOnce(db, [team.item({ identifiers: JANE, set: { score: "late" } })], {
    onPoint: async (point) => {
      if (point !== "before-commit") return;
      written.resolve();
      await deleted.promise;
    },
  });
  await written.promise;
  await deleteField(db, team.teamId, SCORE);
  deleted.resolve();
  await beside;
  expect(await fieldsOf(team)).toEqual({ score: "late" });
  await namesFree(team);
  expect(await fieldsOf(team)).toEqual({});
});

/** Two people with values of the field, and the item that merged them. */
async function merged() {
  const team = await scored();
  await committed(team.item({ identifiers: JANE, set: { score: "mine" } }));
  await committed(team.item({ identifiers: [email("j@example.com")], set: { score: "theirs", phone: "1" } }));
  const merge = team.operation();
  await mergeRecords(db, merge, {
    entity: "contact",
    primary: { identifier: JANE[0]! },
    secondaries: [{ identifier: email("j@example.com") }],
    dryRun: false,
  });
  return { team, merge: merge.ref };
}

test("an undo doesn't bring a value back", async () => {
  const { team, merge } = await merged();
  await deleteField(db, team.teamId, SCORE);
  await namesFree(team);
  const { jobId, row } = merge;
  const undone = await undoMerge(db, team.operation(), { entity: "contact", jobId, row });
  expect(undone.kind).toBe("undone");
  expect([await fieldsOf(team), await fieldsOf(team, "j@example.com")]).toEqual([{}, { phone: "1" }]);
});

test("nor does one while they are being removed", async () => {
  const { team, merge } = await merged();
  await deleteField(db, team.teamId, SCORE);
  const { jobId, row } = merge;
  const undone = await undoMerge(db, team.operation(), { entity: "contact", jobId, row });
  expect(undone.kind).toBe("undone");
  expect(await fieldsOf(team, "j@example.com")).toEqual({ phone: "1" });
});

test("of the merges of one upload, however many, none keeps a value", async () => {
  const team = await scored();
  const count = 105;
  const two = (n: number) => [email(`a${n}@example.com`), linkedin(`b${n}`)];
  const numbers = Array.from({ length: count }, (_, n) => n);
  await commitItems(
    db,
    numbers.flatMap((n) => two(n).map((name) => team.item({ identifiers: [name], set: { score: "x" } }))),
  );
  const rows = numbers.map((n) => {
    const item = team.item({ identifiers: two(n), onConflict: "merge" }, { jobId: "job_merges" });
    return { ...item, ref: { ...item.ref, row: n } };
  });
  await commitItems(db, rows);
  await deleteField(db, team.teamId, SCORE);
  await namesFree(team);
  const { rows: left } = await sql<{ merges: number; keeping: number }>`
    select count(*)::int as merges, (count(*) filter (where detail::text like '%"score":"x"%'))::int as keeping
      from merges where team_id = ${team.teamId}`.execute(db);
  expect(left).toEqual([{ merges: count, keeping: 0 }]);
});
