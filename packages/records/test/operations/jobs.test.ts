import type { RecordSnapshot, Upsert } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { deleteRecord } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { createActs, mergedOf } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read, merging, undoing } = createActs(db);

/** A team with companies of these names. */
async function withCompanies<Name extends string>(...names: Name[]) {
  const team = await newTeam(db);
  const ids = new Map<string, string>();
  for (const name of names) {
    const domain = { kind: "domain" as const, value: `${name}.example` };
    ids.set(name, await idOf(team.item({ entity: "company", identifiers: [domain], set: { name } })));
  }
  const companyId = (name: Name) => ids.get(name) ?? "none";
  const at = (person: string, name: Name, jobTitle?: string): Partial<Upsert> => ({
    identifiers: [email(`${person}@example.com`)],
    company: { field: "companyId", value: companyId(name) },
    set: jobTitle === undefined ? {} : { jobTitle },
  });
  return { team, companyId, at, post: (...given: Parameters<typeof at>) => idOf(team.item(at(...given))) };
}

function jobsIn(record: RecordSnapshot | undefined): string[] {
  return (record?.jobs ?? []).map(
    ({ companyName = "?", current, fields }) =>
      `${companyName}${current ? " now" : ""}: ${Object.values(fields).join()}`,
  );
}

const jobsOf = async (team: Team, person: string) => jobsIn(await read(team, `${person}@example.com`));

describe("jobs", () => {
  test("are read with what their companies are called now; receipts tell no names", async () => {
    const { team, companyId, at } = await withCompanies("acme", "globex");
    const first = await applied(team.item(at("jane", "acme", "CTO")));
    const next = await applied(team.item(at("jane", "globex", "CEO")));
    expect(jobsIn(next.record)).toEqual(["? now: CEO", "?: CTO"]);
    expect(await jobsOf(team, "jane")).toEqual(["globex now: CEO", "acme: CTO"]);
    const { jobs = [] } = (await read(team, "jane@example.com")) ?? {};
    expect(jobs.map(({ since }) => since)).toEqual([next.record.jobs?.[0]?.since, first.record.createdAt]);
    await applied(team.item({ entity: "company", recordId: companyId("acme"), set: { name: "Acme Inc" } }));
    expect((await jobsOf(team, "jane"))[1]).toBe("Acme Inc: CTO");
  });

  test("of companies that are merged are one, until an undo; of one that is deleted none", async () => {
    const { team, companyId, post } = await withCompanies("acme", "globex", "initech");
    await post("jane", "acme", "CTO");
    await post("jane", "globex", "CEO");
    await post("jane", "initech", "VP");
    const before = await dump(db, team.teamId);
    const merge = team.operation();
    mergedOf(await merging(team, companyId("initech"), [companyId("acme")], merge));
    expect(await jobsOf(team, "jane")).toEqual(["initech now: VP", "globex: CEO"]);
    expect(await dump(db, team.teamId)).toEqual(before);
    const unmodified = () => applied(team.item({ identifiers: [email("jane@example.com")] }));
    expect(jobsIn((await unmodified()).record)).toEqual(["? now: VP", "?: CEO"]);
    await post("jane", "acme", "Back");
    expect(await jobsOf(team, "jane")).toEqual(["initech now: Back", "globex: CEO"]);
    expect((await undoing(team, merge, "company")).kind).toBe("undone");
    expect(await jobsOf(team, "jane")).toEqual(["acme now: Back", "initech: VP", "globex: CEO"]);

    const name = { recordId: companyId("acme") };
    await deleteRecord(db, team.operation(), { entity: "company", name, force: true });
    expect(await jobsOf(team, "jane")).toEqual(["initech: VP", "globex: CEO"]);
    expect(jobsIn((await unmodified()).record)).toEqual(["?: VP", "?: CEO"]);
    await post("jane", "globex", "Chair");
    expect(await jobsOf(team, "jane")).toEqual(["globex now: Chair", "initech: VP"]);
  });

  test("go along with contacts that are merged, and back with an undo", async () => {
    const { team, companyId, post } = await withCompanies("acme", "globex", "initech");
    const jane = await post("jane", "acme", "CTO");
    const joe = await post("joe", "acme", "Clerk");
    await post("joe", "globex", "CEO");
    const before = await dump(db, team.teamId);
    const merge = team.operation();
    const { applied: told, rejectedFields } = mergedOf(await merging(team, jane, [joe], merge));
    expect(rejectedFields.map(({ field, rejectedValue }) => `${field} ${rejectedValue}`).toSorted()).toEqual([
      `companyId ${companyId("globex")}`,
      "jobTitle CEO",
      "jobTitle Clerk",
    ]);
    expect(told.changes).toEqual({
      additionalEmails: { to: ["joe@example.com"] },
      [`jobs/${companyId("globex")}/jobTitle`]: { to: "CEO" },
    });
    expect(await jobsOf(team, "jane")).toEqual(["acme now: CTO", "globex: CEO"]);
    const undone = await undoing(team, merge);
    expect(undone).toMatchObject({
      kind: "undone",
      applied: { undo: { moved: ["email", "jobTitle"], kept: [] } },
    });
    expect(await dump(db, team.teamId)).toEqual(before);

    const again = team.operation();
    mergedOf(await merging(team, jane, [joe], again));
    await post("jane", "initech", "Chair");
    expect((await undoing(team, again)).kind).toBe("undone");
    expect(await jobsOf(team, "jane")).toEqual(["initech now: Chair", "acme: CTO"]);
    expect(await jobsOf(team, "joe")).toEqual(["globex now: CEO", "acme: Clerk"]);
  });

  test("too many of them are not merged", async () => {
    const names = Array.from({ length: 51 }, (_, index) => `company-${index}`);
    const { team, companyId, at } = await withCompanies(...names);
    const people = names.map((name, index) => team.item(at(index < 30 ? "jane" : "joe", name)));
    await commitItems(db, people);
    const ids = ["jane", "joe"].map(
      async (name) => (await read(team, `${name}@example.com`))?.recordId ?? "",
    );
    const [jane = "", joe = ""] = await Promise.all(ids);
    expect(await merging(team, jane, [joe])).toEqual({
      kind: "too-large",
      identifiers: "jobs",
      count: 51,
      max: 50,
    });
    const name = { recordId: companyId("company-0") };
    await deleteRecord(db, team.operation(), { entity: "company", name, force: true });
    expect((await merging(team, jane, [joe])).kind).toBe("merged");
  });

  test("a record of before there were jobs has one by its link, and keeps it", async () => {
    const { team, post } = await withCompanies("acme", "globex");
    await post("jane", "acme", "CTO");
    await sql`
      update contacts set fields = (select jsonb_object_agg(key, value) from jsonb_each(fields) where key not like 'jobs/%')
       where team_id = ${team.teamId}`.execute(db);
    expect(await jobsOf(team, "jane")).toEqual(["acme now: CTO"]);
    await post("jane", "globex", "CEO");
    expect(await jobsOf(team, "jane")).toEqual(["globex now: CEO", "acme: CTO"]);
  });

  test("a contact without jobs is stored as before", async () => {
    const { team } = await withCompanies();
    await idOf(team.item({ identifiers: [email("jane@example.com")], set: { jobTitle: "CTO" } }));
    const [stored] = await dump(db, team.teamId);
    expect(stored?.fields).toEqual({ email: "jane@example.com", jobTitle: "CTO" });
  });

  test("are told of rows of a dry run, which sees the rows before it, and nothing is written", async () => {
    const { team, at } = await withCompanies("acme", "globex");
    const rows = [at("jane", "acme", "CTO"), at("jane", "globex", "CEO")].map((each, row) => {
      const item = team.item({ ...each, dryRun: true }, { jobId: "job_dry" });
      return { ...item, ref: { ...item.ref, row } };
    });
    const { outcomes } = await commitItems(db, rows);
    const last = outcomes.at(-1)?.result;
    expect(last && "record" in last && jobsIn(last.record)).toEqual(["? now: CEO", "?: CTO"]);
    expect(await dump(db, team.teamId)).toEqual([]);
  });
});
