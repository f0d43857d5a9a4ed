import type { Item, OnConflict } from "@onefold/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  cancelJob,
  createJob,
  createMember,
  endJobs,
  endUpload,
  readJob,
  takeRows,
} from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 8 });

type Team = Awaited<ReturnType<typeof newTeam>>;

let jobs = 0;

async function newJob(team: Team, dryRun: boolean) {
  const acceptedAt = Date.now();
  const name = { teamId: team.teamId, jobId: `job_dry_${++jobs}`, acceptedAt };
  const options = { onConflict: "prefer" as const, dryRun };
  await createJob(db, {
    ...name,
    entity: "contact",
    userId: team.userId,
    keyId: "k",
    options,
    leaseSeconds: 60,
  });
  const rows = (upserts: readonly Item["upsert"][]): Item[] =>
    upserts.map((upsert, row) => ({
      ref: { ...name, row, upload: true },
      clock: team.item({}).clock,
      upsert: { ...upsert, ...(dryRun && { dryRun: true as const }) },
    }));
  return { ...name, rows };
}

/** Rows that meet each other and what is there: by all that a row can name. */
function upsertsOf(team: Team, companyId: string, contactId: string): Item["upsert"][] {
  const of = (upsert: Partial<Item["upsert"]>) => team.item(upsert).upsert;
  const merge: { onConflict: OnConflict } = { onConflict: "merge" };
  return [
    of({ identifiers: [email("new@example.com")], set: { firstName: "New" } }),
    of({
      identifiers: [email("new@example.com"), linkedin("new")],
      set: { firstName: "New", lastName: "N" },
    }),
    of({ identifiers: [linkedin("new")], set: { jobTitle: "CTO" }, owner: "otto@example.com" }),
    of({ identifiers: [email("jane@example.com")], set: { firstName: "Janet" } }),
    of({ identifiers: [email("jane@example.com")], set: { firstName: "Janet" } }),
    of({ recordId: contactId, set: { tagline: "by id" }, company: { field: "companyId", value: companyId } }),
    of({ ...merge, identifiers: [email("jane@example.com"), linkedin("new")] }),
    of({
      identifiers: [email("new@example.com")],
      company: { field: "companyDomain", value: "acme.example" },
    }),
    of({ onConflict: "strict", identifiers: [email("jane@example.com"), linkedin("other")] }),
    of({ recordId: "ctc_0000000000000000A", set: {} }),
  ];
}

async function settled() {
  const team = await newTeam(db);
  await createMember(db, team.teamId, { email: "otto@example.com", name: "Otto", role: "member" });
  const company = team.item({
    entity: "company",
    identifiers: [{ kind: "domain", value: "acme.example" }],
    set: { name: "Acme" },
  });
  const jane = team.item({
    identifiers: [email("jane@example.com"), linkedin("jane")],
    set: { firstName: "Jane" },
  });
  const other = team.item({ identifiers: [linkedin("other")] });
  const { outcomes } = await commitItems(db, [company, jane, other]);
  const ids = outcomes.map(({ result }) => (result.outcome === "rejected" ? "" : result.record.recordId));
  return { team, companyId: ids[0] ?? "", contactId: ids[1] ?? "" };
}

/** As it would be told, but for what is random or of its own time. */
function told(outcomes: Awaited<ReturnType<typeof commitItems>>["outcomes"], team: Team): unknown {
  const seen = new Map<string, string>();
  const named = (id: string) => seen.get(id) ?? seen.set(id, `id ${seen.size}`).get(id) ?? "";
  const text = JSON.stringify(outcomes.map(({ result }) => result))
    .replaceAll(team.teamId, "team")
    .replaceAll(/(ctc|cpn|usr)_\w{17}/g, named)
    .replaceAll('"dryRun":true', "")
    .replaceAll(/"(createdAt|updatedAt)":\d+/g, "");
  return JSON.parse(text.replaceAll(/,+([,}])/g, "$1"));
}

test("a dry run of many rows says what the real one does, row by row, and changes nothing", async () => {
  const [real, dry] = [await settled(), await settled()];
  const before = [await dump(db, dry.team.teamId), await dump(db, dry.team.teamId, "company")];
  const results = [];
  for (const [{ team, companyId, contactId }, dryRun] of [
    [real, false],
    [dry, true],
  ] as const) {
    const job = await newJob(team, dryRun);
    const items = job.rows(upsertsOf(team, companyId, contactId));
    // In three commits: what a row sees is not only what its own commit has in memory.
    const parts = [items.slice(0, 1), items.slice(1, 6), items.slice(6)];
    const outcomes = [];
    for (const part of parts) outcomes.push(...(await commitItems(db, part)).outcomes);
    results.push(told(outcomes, team));
    await takeRows(db, job, { from: 0, to: items.length, digest: Buffer.alloc(32), leaseSeconds: 60 });
    await endUpload(db, job, { leaseSeconds: 60 });
    const ended = (await endJobs(db)).filter(({ jobId }) => jobId === job.jobId);
    expect(ended.map(({ status }) => status)).toEqual(["completed_with_errors"]);
    expect(await readJob(db, team.teamId, job.jobId)).toMatchObject({
      counts: { total: 10, created: 1, rejected: 2, pending: 0 },
    });
    await expectNoShadow(job.jobId);
  }
  expect(results[1]).toEqual(results[0]);
  expect([await dump(db, dry.team.teamId), await dump(db, dry.team.teamId, "company")]).toEqual(before);
  expect(await dump(db, real.team.teamId)).not.toEqual(before[0]);
});

test("a dry run that is cancelled leaves nothing, and no row after it", async () => {
  const { team, companyId, contactId } = await settled();
  const job = await newJob(team, true);
  const items = job.rows(upsertsOf(team, companyId, contactId));
  await commitItems(db, items.slice(0, 5));
  expect((await cancelJob(db, team.teamId, job.jobId)).kind).toBe("cancelled");
  expect((await commitItems(db, items.slice(5))).outcomes).toEqual([]);
  await expectNoShadow(job.jobId);
});

async function expectNoShadow(jobId: string): Promise<void> {
  for (const table of [
    "contacts",
    "companies",
    "contact_identifiers",
    "company_identifiers",
    "retired_records",
    "merges",
  ]) {
    const { rows } = await sql`select 1 from ${sql.table(table)} where team_id = ${jobId}`.execute(db);
    expect(rows, table).toEqual([]);
  }
}
