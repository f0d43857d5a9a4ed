import { JobList, JobResults } from "@onefold/contract";
import type { Job, NoteCode, Scope } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { onEachSharedStack } from "./support/shared-stacks.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

const PROFILE = "https://www.linkedin.com/in/jane-example";

/** Rows 1 and 5 have no owner, 2 a placeholder beside it, 3 two values that are older, 4 another record's profile. */
const ROWS = [
  { email: "jane@example.com", firstName: "Jane", jobTitle: "CTO" },
  { email: "omar@example.com", contactOwner: "nobody@example.com" },
  { email: "mia@example.com", linkedinUrl: "https://www.linkedin.com/in/undefined" },
  { email: "jane@example.com", firstName: "J.", jobTitle: "VP", observedAt: "2001-01-01T00:00:00.000Z" },
  { email: "jane@example.com", linkedinUrl: PROFILE },
  { email: "lea@example.com", contactOwner: "nobody@example.com" },
  { email: "not an address" },
];
const NOTES: Job["notes"] = [
  { code: "OWNER_NOT_FOUND", rows: 2, firstRow: 1 },
  { code: "POSSIBLE_DUPLICATE", rows: 1, firstRow: 4 },
  { code: "duplicate", rows: 1, firstRow: 4 },
  { code: "stale", rows: 1, firstRow: 3 },
  { code: "placeholder", rows: 1, firstRow: 2 },
];

onEachSharedStack((stack) => {
  /** A team in which the profile is somebody's who contradicts nobody, and stays apart by `prefer`. */
  async function newTeam(): Promise<TestTeam> {
    const team = await stack().newTeam();
    await team.contact({ email: "first@example.com", linkedinUrl: PROFILE });
    return team;
  }

  async function uploaded(client: Client, query = ""): Promise<Job> {
    const { status, body } = await client.post(`/api/contacts/batch?onConflict=prefer${query}`, ROWS);
    expect(status).toBe(202);
    return await until("the job's end", 30_000, async () => {
      const job = await client.job(Object(body).job.id, 10);
      return job.finishedAt !== undefined && job;
    });
  }

  async function keyOf({ teamId, userId }: TestTeam, ...scopes: readonly Scope[]): Promise<Client> {
    const { key } = await createKey(stack().db, { teamId, userId, name: scopes.join(), scopes });
    return stack().clientWith(key);
  }

  async function rowsOf(client: Client, { id }: Job, query: string): Promise<number[]> {
    const { status, body } = await client.get(`/api/jobs/${id}/results?${query}`);
    expect(status).toBe(200);
    return JobResults.parse(body).data.map(({ row }) => row);
  }

  test("a job tells how many rows have each kind, also in the list and in events, and so does a dry run", async () => {
    const team = await newTeam();
    const tried = await uploaded(team, "&dryRun=true");
    expect(tried.notes).toEqual(NOTES);
    const job = await uploaded(team);
    expect(job).toMatchObject({ status: "completed_with_errors", notes: NOTES });
    const list = JobList.parse((await team.get("/api/jobs")).body);
    expect(list.data.map(({ notes }) => notes)).toEqual([NOTES, NOTES]);
    const events = String((await team.get(`/api/jobs/${job.id}/events`)).body);
    expect(JSON.parse(/^data: (.*)$/m.exec(events)?.[1] ?? "")).toEqual(job);
    const retried = await team.request("POST", `/api/jobs/${job.id}/retry`);
    expect(await team.job(Object(retried.body).job.id, 20)).not.toHaveProperty("notes");
  });

  test("results are found by it, in each format and by pages", async () => {
    const team = await newTeam();
    const job = await uploaded(team);
    for (const { code, rows, firstRow } of NOTES) {
      const found = await rowsOf(team, job, `note=${code}`);
      expect([code, found.length, found[0]]).toEqual([code, rows, firstRow]);
      expect(await rowsOf(team, job, `note=${code}&fromRow=${firstRow}&limit=1`)).toEqual([firstRow]);
    }
    expect(await rowsOf(team, job, "note=any")).toEqual([1, 2, 3, 4, 5]);
    expect(await rowsOf(team, job, "note=any&outcome=created&fromRow=2")).toEqual([2, 5]);
    expect(await rowsOf(team, job, "note=any&outcome=rejected")).toEqual([]);
    expect(await rowsOf(team, job, "note=suspicious")).toEqual([]);
    expect(await rowsOf(team, job, "fromRow=5")).toEqual([5, 6]);
    const path = `/api/jobs/${job.id}/results`;
    const page = JobResults.parse((await team.get(`${path}?note=any&limit=2`)).body);
    expect(await rowsOf(team, job, `note=any&limit=9&cursor=${page.nextCursor}`)).toEqual([3, 4, 5]);
    refused(await team.get(`${path}?note=stale&cursor=${page.nextCursor}`), 400, "INVALID_REQUEST");

    const lines = String((await team.get(`${path}?note=any&format=ndjson`)).body)
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).row)).toEqual([1, 2, 3, 4, 5]);
    const csv = String((await team.get(`${path}?note=stale&format=csv&fromRow=1`)).body);
    expect(csv.trimEnd().split("\r\n").slice(1)).toEqual([
      expect.stringMatching(/^4,unmodified,ctc_\w+,email,,,,stale \w+;stale \w+$/),
    ]);
    for (const query of [
      "note=STALE",
      "note=",
      "note=any&note=any",
      "fromRow=-1",
      "fromRow=x",
      "fromRow=1e3",
    ])
      refused(await team.get(`${path}?${query}`), 400, "INVALID_REQUEST");
  });

  test("rows of a record that was deleted stay counted, and their results tell no more of it", async () => {
    const team = await newTeam();
    const job = await uploaded(team);
    await team.request("DELETE", "/api/contacts/omar@example.com");
    expect((await team.job(job.id)).notes).toEqual(NOTES);
    const left = () => rowsOf(team, job, "note=OWNER_NOT_FOUND&fromRow=1&limit=1");
    await until("the results to be erased", 10_000, async () => (await left())[0] === 5);
  });

  test("a key that doesn't read is told of its own rows' notes, but of no possible duplicate", async () => {
    const team = await newTeam();
    const client = await keyOf(team, "ingest", "upload", "identify");
    const job = await uploaded(client);
    const seen = NOTES.filter(({ code }) => code !== "POSSIBLE_DUPLICATE");
    expect(job.notes).toEqual(seen);
    expect((await team.job(job.id)).notes).toEqual(NOTES);
    const everything = [
      (await client.get("/api/jobs")).body,
      (await client.get(`/api/jobs/${job.id}/events`)).body,
      (await client.get(`/api/jobs/${job.id}/results?note=any`)).body,
      (await client.get(`/api/jobs/${job.id}/results?format=csv`)).body,
    ];
    expect(JSON.stringify(everything)).not.toContain("POSSIBLE_DUPLICATE");
    expect(await rowsOf(client, job, "note=duplicate")).toEqual([4]);
    for (const format of ["json", "csv"])
      refused(
        await client.get(`/api/jobs/${job.id}/results?note=POSSIBLE_DUPLICATE&format=${format}`),
        403,
        "FORBIDDEN",
      );
    // A row that has nothing else.
    await sql`
      update receipts set result = jsonb_set(result::jsonb, '{fieldRejections}', '[]')::json
       where job_id = ${job.id} and "row" = 4`.execute(stack().db);
    expect(await rowsOf(team, job, "note=any")).toEqual([1, 2, 3, 4, 5]);
    expect(await rowsOf(client, job, "note=any")).toEqual([1, 2, 3, 5]);
  });

  test("the job of a single request tells them as that of one row", async () => {
    const team = await newTeam();
    const client = await keyOf(team, "ingest", "identify");
    const both = { email: "jane@example.com", linkedinUrl: PROFILE, contactOwner: "nobody@example.com" };
    await team.contact({ email: "jane@example.com" });
    const { body } = await client.contact(both, { query: "?onConflict=prefer" });
    const noted = (...codes: readonly NoteCode[]) => codes.map((code) => ({ code, rows: 1, firstRow: 0 }));
    expect(await team.job(body.job.id)).toMatchObject({
      status: "completed",
      notes: noted("OWNER_NOT_FOUND", "POSSIBLE_DUPLICATE", "duplicate"),
    });
    const own = await client.job(body.job.id);
    expect(own.notes).toEqual(noted("OWNER_NOT_FOUND", "duplicate"));
    expect(await rowsOf(client, own, "note=OWNER_NOT_FOUND")).toEqual([0]);
    const plain = (await team.contact({ email: "plain@example.com" })).body.job.id;
    expect(await team.job(plain)).not.toHaveProperty("notes");
  });
});
