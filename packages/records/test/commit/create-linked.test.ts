import type { Item } from "@onefold/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { cancelJob, commitReady, createJob, deleteRecord } from "../../src/index.ts";
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

test("what was said of a company itself before stands, in the same commit too", async () => {
  const { teamId, theirs, ours } = await setup();
  const { outcomes } = await commitItems(db, [ours, theirs]);
  expect(outcomes).toHaveLength(2);
  const resultOf = (item: Item) => outcomes.find((each) => each.item === item)?.result;
  expect(resultOf(theirs)).toMatchObject({ outcome: "created" });
  expect(resultOf(ours)).toMatchObject({ outcome: "created", warnings: [] });
  expect(await namesOfCompanies(teamId)).toEqual(["Theirs"]);
});

test("an item that comes again creates nothing anew", async () => {
  const { teamId, ours, operation } = await setup();
  await commitItems(db, [ours]);
  const [company] = await sql<{ id: string }>`select record_id as id from companies where team_id = ${teamId}`
    .execute(db)
    .then(({ rows }) => rows);
  await deleteRecord(db, operation(), {
    entity: "company",
    name: { recordId: company?.id ?? "" },
    force: true,
  });
  const again = await commitReady(db, [ours]);
  expect(again).toMatchObject({ outcomes: [], held: [], rest: [] });
  expect(await namesOfCompanies(teamId)).toEqual([]);
});

test("a row of a job that has ended creates nothing", async () => {
  const { teamId, userId, ours } = await setup();
  const { jobId } = ours.ref;
  await createJob(db, {
    teamId,
    jobId,
    acceptedAt: ours.ref.acceptedAt,
    entity: "contact",
    userId,
    keyId: "key_test",
    options: { onConflict: "prefer", dryRun: false },
    leaseSeconds: 60,
  });
  await cancelJob(db, teamId, jobId);
  const row = { ...ours, ref: { ...ours.ref, upload: true as const } };
  await commitReady(db, [row]);
  expect(await namesOfCompanies(teamId)).toEqual([]);
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
