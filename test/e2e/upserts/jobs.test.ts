import { Contact, History } from "@onefold/contract";
import { expect, test } from "vitest";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import type { TestTeam } from "../support/stack.ts";
import { until } from "../support/until.ts";

const JANE = { email: "jane@example.com" };
const [ACME, GLOBEX] = ["acme.example", "globex.example"];

onEachSharedStack((stack) => {
  async function withCompanies(): Promise<{ team: TestTeam; acme: string; globex: string }> {
    const team = await stack().newTeam();
    const acme = (await team.company({ name: "Acme", domain: ACME })).body.data._id;
    const globex = (await team.company({ name: "Globex", domain: GLOBEX })).body.data._id;
    return { team, acme, globex };
  }

  test("a contact has the jobs at the companies that requests linked it to, the current one first", async () => {
    const { team, acme, globex } = await withCompanies();
    const first = (await team.contact({ ...JANE, companyDomain: ACME, jobTitle: "CTO" })).body.data;
    const since = first.createdAt;
    const cto = { companyId: acme, jobTitle: "CTO", since };
    expect(first.jobs).toEqual([{ ...cto, current: true }]);
    const flat = (await team.contact({ ...JANE, jobTitle: "CEO", jobDescription: "All of it" })).body.data;
    expect(flat.fields).toEqual({ jobTitle: "CEO", jobDescription: "All of it" });
    const ceo = { ...cto, jobTitle: "CEO", jobDescription: "All of it" };
    expect(flat.jobs).toEqual([{ ...ceo, current: true }]);
    const next = (await team.contact({ ...JANE, companyId: globex, jobTitle: "VP" })).body.data;
    expect(next.changes).toEqual({
      companyId: { from: acme, to: globex },
      jobTitle: { from: "CEO", to: "VP" },
    });
    const read = await team.readContact(JANE.email);
    expect(read.jobs).toMatchObject([
      { companyId: globex, companyName: "Globex", jobTitle: "VP", current: true },
      { companyId: acme, companyName: "Acme", jobTitle: "CTO", current: false, since },
    ]);
    expect(read.fields["jobTitle"]).toBe("VP");

    const { body } = await team.get("/api/contacts/export?format=ndjson");
    expect(Contact.parse(JSON.parse(String(body))).jobs).toEqual(read.jobs);
    expect(String((await team.get("/api/contacts/export")).body)).not.toContain("jobs");
    const { data } = History.parse((await team.get("/api/contacts/jane@example.com/history")).body);
    expect(data.flatMap(({ changes = {} }) => Object.keys(changes)).toSorted()).toEqual([
      "companyId",
      "companyId",
      "email",
      "jobDescription",
      "jobTitle",
      "jobTitle",
      "jobTitle",
    ]);

    const tried = await team.post("/api/contacts?dryRun=true", {
      ...JANE,
      companyId: acme,
      jobTitle: "Back",
    });
    expect(Object(tried.body).data.jobs).toMatchObject([
      { companyId: acme, jobTitle: "Back", current: true, since },
      { companyId: globex, jobTitle: "VP", current: false },
    ]);
    expect((await team.readContact(JANE.email)).jobs).toEqual(read.jobs);

    await team.request("DELETE", `/api/companies/${globex}?force=true`);
    expect((await team.readContact(JANE.email)).jobs).toEqual(read.jobs.slice(1));
  });

  test("rows of a CSV say them too, each by what it names", async () => {
    const { team, acme, globex } = await withCompanies();
    const raw = [
      "email,Job Title,Company Domain",
      `jane@example.com,CTO,${ACME}`,
      `jane@example.com,CEO,${GLOBEX}`,
      "joe@example.com,Clerk,",
    ].join("\n");
    const headers = { "Content-Type": "text/csv" };
    const { status, body } = await team.request("POST", "/api/contacts/batch", { raw, headers });
    expect(status).toBe(202);
    await until("the job's end", 30_000, async () => {
      const job = await team.job(Object(body).job.id, 10);
      return job.finishedAt !== undefined;
    });
    expect((await team.readContact("jane@example.com")).jobs).toMatchObject([
      { companyId: globex, jobTitle: "CEO", current: true },
      { companyId: acme, jobTitle: "CTO", current: false },
    ]);
    expect((await team.readContact("joe@example.com")).jobs).toEqual([]);
  });
});
