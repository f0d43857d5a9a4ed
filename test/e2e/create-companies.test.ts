import { ChangeFeed, CompanyList, History, JobResults } from "@onefold/contract";
import { verify } from "@onefold/records";
import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { onEachSharedStack } from "./support/shared-stacks.ts";

const CREATE = "createCompanies=true";

onEachSharedStack((stack) => {
  async function companies(team: TestTeam) {
    return CompanyList.parse((await team.get("/api/companies?limit=100")).body).data;
  }

  async function upload(team: TestTeam, rows: readonly object[], query = CREATE) {
    const { body, status } = await team.post(`/api/contacts/batch?${query}`, rows);
    expect(status, JSON.stringify(body)).toBe(202);
    return await team.job(Object(body).job.id, 60);
  }

  test("a company that is named and isn't there is created first, once, with the name that is given", async () => {
    const team = await stack().newTeam();
    const race = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        team.post(`/api/contacts?${CREATE}`, {
          email: `p${n}@example.com`,
          companyDomain: "Acme.example",
          companyName: "Acme",
        }),
      ),
    );
    for (const { status, body } of race) {
      expect(status, JSON.stringify(body)).toBe(201);
      expect(Object(body)).toMatchObject({ warnings: [] });
    }
    const [acme, ...others] = await companies(team);
    expect(others).toEqual([]);
    expect(acme).toMatchObject({ domain: "acme.example", fields: { name: "Acme" } });
    expect(new Set(race.map(({ body }) => Object(body).data.companyId))).toEqual(new Set([acme?._id]));

    // It is known who asked for it, and in which request.
    const { body } = await team.get(`/api/companies/${acme?._id ?? ""}/history`);
    const history = History.parse(body).data;
    const created = history.filter(({ outcome }) => outcome === "created");
    expect(created).toMatchObject([{ row: 0 }]);
    expect(race.map((each) => Object(each.body).job.id)).toContain(created[0]?.job.id);
    let told: ChangeFeed["data"] = [];
    // Other transactions of the server hold the feed back for a moment.
    await until("all events", 20_000, async () => {
      told = ChangeFeed.parse((await team.get("/api/changes?wait=1")).body).data;
      return told.length === race.length + 1;
    });
    expect(told.filter(({ entity }) => entity === "company")).toMatchObject([
      { event: "created", recordId: acme?._id, row: 0 },
    ]);
    const ids = told.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("one that is there is left as it is; without the option nothing is created, and that is told", async () => {
    const team = await stack().newTeam();
    await team.post("/api/companies", { domain: "acme.example", name: "Acme Inc." });
    const linked = await team.post(`/api/contacts?${CREATE}`, {
      email: "jane@example.com",
      companyDomain: "acme.example",
      companyName: "ACME",
    });
    expect(Object(linked.body).data.companyId).toMatch(/^cpn_/);
    expect((await companies(team)).map(({ fields }) => fields["name"])).toEqual(["Acme Inc."]);

    const without = await team.post("/api/contacts", {
      email: "jane@example.com",
      companyDomain: "new.example",
    });
    expect(Object(without.body).warnings).toMatchObject([
      { code: "COMPANY_NOT_FOUND", message: expect.stringContaining("createCompanies=true") },
    ]);
    const named = { email: "jane@example.com", companyName: "New" };
    refused(await team.post("/api/contacts", named), 400, "INVALID_FIELD");
    refused(
      await team.post(`/api/contacts?${CREATE}`, { ...named, companyName: "x".repeat(1_000) }),
      400,
      "INVALID_FIELD",
    );
    refused(
      await team.post(`/api/companies?${CREATE}`, { domain: "new.example", name: "New" }),
      400,
      "INVALID_REQUEST",
    );
    // What names no company creates none.
    for (const companyDomain of ["gmail.com", "no domain"])
      await team.post(`/api/contacts?${CREATE}`, { email: "jane@example.com", companyDomain });
    expect(await companies(team)).toHaveLength(1);
  });

  test("a dry run says what would be, and creates nothing", async () => {
    const team = await stack().newTeam();
    const jane = { email: "jane@example.com", companyDomain: "acme.example", companyName: "Acme" };
    const { body } = await team.post(`/api/contacts?${CREATE}&dryRun=true`, jane);
    expect(Object(body)).toMatchObject({ warnings: [] });
    expect(Object(body).data.companyId).toMatch(/^cpn_/);
    const rows = Array.from({ length: 300 }, (_, n) => ({ ...jane, email: `p${n}@example.com` }));
    const job = await upload(team, rows, `${CREATE}&dryRun=true`);
    expect(job.counts).toMatchObject({ total: 300, created: 300 });
    const { body: results } = await team.get(`/api/jobs/${job.id}/results?limit=100`);
    const linked = JobResults.parse(results).data.map((row) => JSON.stringify(row).match(/cpn_\w+/)?.[0]);
    expect(new Set(linked).size).toBe(1);
    expect(await companies(team)).toEqual([]);
  });

  test("an upload creates each of its companies once, and counts its rows alone", async () => {
    const team = await stack().newTeam();
    await team.post("/api/companies", { domain: "d0.example", name: "Known" });
    const rows = Array.from({ length: 2_000 }, (_, n) => ({
      email: `p${n}@example.com`,
      companyDomain: `d${n % 50}.example`,
      ...(n >= 1_000 && { companyName: `Company ${n % 50}` }),
    }));
    const csv = ["E-Mail;Website;Company", ...rows.map((row) => `x${row.email};${row.companyDomain};Csv`)];
    const [job, second] = await Promise.all([
      upload(team, rows),
      team
        .request("POST", `/api/contacts/batch?${CREATE}`, {
          raw: csv.join("\r\n"),
          headers: { "Content-Type": "text/csv" },
        })
        .then(({ body }) => team.job(Object(body).job.id, 60)),
    ]);
    expect(job.counts).toMatchObject({ total: 2_000, created: 2_000, rejected: 0 });
    expect(second.counts).toMatchObject({ total: 2_000, created: 2_000, rejected: 0 });
    expect(job).not.toHaveProperty("notes");
    const all = await companies(team);
    expect(new Set(all.map(({ domain }) => domain)).size).toBe(50);
    expect(all).toHaveLength(50);
    expect(all.find(({ domain }) => domain === "d0.example")?.fields["name"]).toBe("Known");
    const { body } = await team.get(`/api/jobs/${job.id}/results?limit=5`);
    expect(JobResults.parse(body).data.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4]);

    const { found } = await verify(stack().db, {
      since: { agoMs: 3_600_000 },
      dueMs: 3_600_000,
      teamId: team.teamId,
      shown: 5,
    });
    expect(Object.values(found).flatMap(({ first }) => first)).toEqual([]);
  });
});
