import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitReady } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 4 });

const domain = { kind: "domain" as const, value: "acme.example" };
const acme = { field: "companyDomain" as const, value: domain.value };

async function namesOfCompanies(teamId: string): Promise<unknown[]> {
  const { rows } = await sql<{ name: unknown }>`
    select fields -> 'name' as name from companies where team_id = ${teamId}`.execute(db);
  return rows.map(({ name }) => name);
}

async function setup() {
  const team = await newTeam(db);
  const theirs = team.item({ entity: "company", identifiers: [domain], set: { name: "Theirs" } });
  const ours = team.item({
    identifiers: [email("jane@example.com")],
    company: { ...acme, create: { name: "Ours" } },
  });
  return { ...team, theirs, ours };
}

test("an item waits while somebody else creates what it is to be linked to, and then is", async () => {
  const { teamId, theirs, ours, item } = await setup();
  const [reached, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const creating = commitItems(db, [theirs], {
    async onPoint(point) {
      if (point !== "before-commit") return;
      reached.resolve();
      await open.promise;
    },
  });
  await reached.promise;
  const follower = item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane" } });
  const other = item({ identifiers: [email("john@example.com")] });
  const waiting = await commitReady(db, [ours, follower, other]);
  expect(waiting.outcomes.map((outcome) => outcome.item)).toEqual([other]);
  // Who is behind it in the order waits too.
  expect(new Set([...waiting.held, ...waiting.rest])).toEqual(new Set([ours, follower]));
  open.resolve();
  await creating;

  const { outcomes } = await commitItems(db, [ours, follower]);
  expect(outcomes).toMatchObject([
    { result: { outcome: "created", warnings: [], record: { companyId: expect.any(String) } } },
    { result: { outcome: "updated" } },
  ]);
  expect(await namesOfCompanies(teamId)).toEqual(["Theirs"]);
});

test("what only creates leaves what is there as it is, whichever was accepted later", async () => {
  const { teamId, theirs, item } = await setup();
  await commitItems(db, [theirs]);
  const wanted = item({
    entity: "company",
    identifiers: [domain],
    set: { name: "Ours" },
    observedAt: theirs.clock + 1,
    onlyCreates: true,
  });
  const { outcomes } = await commitItems(db, [wanted]);
  expect(outcomes).toMatchObject([{ result: { outcome: "unmodified", changes: {} } }]);
  expect(await namesOfCompanies(teamId)).toEqual(["Theirs"]);
});
