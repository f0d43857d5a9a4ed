import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, previewUpsert } from "../../src/index.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase();

/** Every row of every table with the transaction that wrote it. */
async function contents(): Promise<unknown> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(db);
  return await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql`
        select t.xmin::text, t.xmax::text, t.ctid::text, to_json(t) as row from ${sql.table(name)} t
         order by t.ctid`.execute(db);
      return [name, rows];
    }),
  );
}

test("each kind of upsert comes to what its commit comes to, and nothing is written", async () => {
  const team = await newTeam(db);
  await commitOnce(db, [
    team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "VP" } }),
    team.item({ identifiers: [linkedin("john")] }),
    team.item({ entity: "company", identifiers: [{ kind: "domain", value: "example.com" }] }),
  ]);
  const clashing = [email("jane@example.com"), linkedin("john")];
  for (const item of [
    team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CTO" } }),
    team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CTO" } }),
    team.item({ identifiers: clashing, set: { jobTitle: "x" } }),
    team.item({ identifiers: clashing, set: { jobTitle: "y" }, onConflict: "strict" }),
    team.item({ recordId: "ctc_0000000000000000A", set: { jobTitle: "y" } }),
    team.item({
      identifiers: [email("jane@example.com")],
      aliases: ["j@example.com"],
      owner: "nobody@example.com",
      company: { field: "companyDomain", value: "example.com" },
    }),
    team.item({ identifiers: clashing, onConflict: "merge" }),
  ]) {
    const before = await contents();
    const preview = await previewUpsert(db, item);
    expect(await contents()).toEqual(before);
    const { outcomes } = await commitOnce(db, [item]);
    expect(preview).toEqual(outcomes[0]?.result);
  }

  const created = team.item({ identifiers: [email("new@example.com")], set: { firstName: "Nora" } });
  const preview = await previewUpsert(db, created);
  const { outcomes } = await commitOnce(db, [created]);
  const madeUp = expect.objectContaining({ recordId: expect.stringMatching(/^ctc_/) });
  expect(preview).toEqual({ ...outcomes[0]?.result, record: madeUp });
  expect(preview).toMatchObject({ outcome: "created", record: { fields: { firstName: "Nora" } } });
});

test("it waits for nobody: not for a commit that holds the record", async () => {
  const team = await newTeam(db);
  const item = team.item({ identifiers: [email("held@example.com")], set: { jobTitle: "VP" } });
  await commitOnce(db, [item]);
  const later = team.item({ identifiers: [email("held@example.com")], set: { jobTitle: "CTO" } });
  await commitOnce(db, [later], {
    async onPoint(point) {
      if (point !== "before-commit") return;
      const preview = await previewUpsert(db, { ...later, clock: later.clock + 1 });
      expect(preview).toMatchObject({ outcome: "updated", changes: { jobTitle: { from: "VP", to: "CTO" } } });
    },
  });
});
