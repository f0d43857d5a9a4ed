import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  deleteRecord,
  PAGE_MAX_BYTES,
  readInputNames,
  readResults,
  rejectItems,
} from "../../src/index.ts";
import type { UploadJob, ResultsRequest } from "../../src/index.ts";
import { createJobActs } from "../support/job-acts.ts";
import { email } from "../support/team.ts";
import { textOfQuery } from "../support/text-of-query.ts";

const db = await testDatabase({ max: 20 });
const { newUpload } = createJobActs(db);

describe("results", () => {
  test("by outcome and page, those of erased records among what they were", async () => {
    const upload = await newUpload();
    await commitOnce(db, upload.rows(0, 3));
    await commitOnce(db, [
      upload.row(3, { identifiers: [email("p0@example.com")] }),
      upload.row(4, { identifiers: [email("p1@example.com")], set: { firstName: "Jane" } }),
    ]);
    await rejectItems(db, [5, 6].map(upload.rejection));
    const created = await all(upload.name, { outcome: "created", limit: 2 });
    expect(created.map(({ row }) => row)).toEqual([0, 1, 2]);
    const recordId = created[2]?.result.outcome === "created" ? created[2].result.record.recordId : "";
    await deleteRecord(db, upload.operation(), { entity: "contact", name: { recordId }, force: false });
    const rowsOf = async (outcome?: NonNullable<ResultsRequest["outcome"]>) =>
      (await all(upload.name, { limit: 2, ...(outcome && { outcome }) })).map(({ row }) => row);
    expect(await rowsOf()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await rowsOf("created")).toEqual([0, 1, 2]);
    expect(await rowsOf("unmodified")).toEqual([3]);
    expect(await rowsOf("updated")).toEqual([4]);
    expect(await rowsOf("rejected")).toEqual([5, 6]);
    expect(await readInputNames(db, upload.name, 10)).toEqual(new Set(["email"]));
  });

  test("of a large job, few of which have the outcome, come in bounded looks", async () => {
    const upload = await newUpload();
    const { teamId, jobId, acceptedAt } = upload.name;
    await sql`
      insert into receipts (team_id, day, job_id, "row", clock, record_id, result)
      select ${teamId}, ${new Date(acceptedAt).toISOString().slice(0, 10)}::date, ${jobId}, n, n, 'ctc_x',
             '{"outcome": "erased", "applied": "created"}'::json
        from generate_series(0, 25000) n`.execute(db);
    await sql`
      update receipts set result = '{"outcome": "erased", "applied": "updated"}'
       where job_id = ${jobId} and "row" in (7, 24999)`.execute(db);
    const first = await readResults(db, upload.name, { outcome: "updated", limit: 10 });
    expect(first).toMatchObject({ results: [{ row: 7 }], next: 9_999 });
    const found = await all(upload.name, { outcome: "updated", limit: 10 });
    expect(found.map(({ row }) => row)).toEqual([7, 24_999]);
    expect(await all(upload.name, { limit: 1_000 })).toHaveLength(25_001);
  });

  test("of large rows end their page early, in whatever order large and small ones come", async () => {
    const upload = await newUpload();
    const [large, small] = ["x".repeat(300_000), "x"];
    const rows = Array.from({ length: 24 }, (_, row) => row);
    await rejectItems(
      db,
      rows.map((row) => {
        const rejection = upload.rejection(row);
        const input = { note: row % 4 ? large : small, [`name ${row}`]: "x" };
        return { ...rejection, result: { ...rejection.result, input } };
      }),
    );
    for (const outcome of [undefined, "rejected", "created"] as const) {
      const request = { limit: 1_000, ...(outcome && { outcome }) };
      const first = await readResults(db, upload.name, request);
      expect(JSON.stringify(first.results).length).toBeLessThan(PAGE_MAX_BYTES + 400_000);
      const found = await all(upload.name, request);
      expect(found.map(({ row }) => row)).toEqual(outcome === "created" ? [] : rows);
    }
    expect((await readResults(db, upload.name, { limit: 1_000 })).results).toHaveLength(19);
  });

  test("of large rows are written a few in each statement", async () => {
    const upload = await newUpload();
    let longest = 0;
    const measured = db.withPlugin({
      transformQuery({ node }) {
        longest = Math.max(longest, textOfQuery(node).length);
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    await rejectItems(
      measured,
      Array.from({ length: 24 }, (_, row) => {
        const rejection = upload.rejection(row);
        return { ...rejection, result: { ...rejection.result, input: { note: "x".repeat(250_000) } } };
      }),
    );
    expect(await all(upload.name, { limit: 1_000 })).toHaveLength(24);
    expect(longest).toBeGreaterThan(1_200_000);
    expect(longest).toBeLessThan(2.2 * 1024 * 1024);
  });

  test("give the names of fields up to a limit", async () => {
    const upload = await newUpload();
    const inputOf = (row: number) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, field) => [`r${row} f${field}`, "x"]));
    await rejectItems(
      db,
      Array.from({ length: 100 }, (_, row) => {
        const rejection = upload.rejection(row);
        return { ...rejection, result: { ...rejection.result, input: inputOf(row) } };
      }),
    );
    expect((await readInputNames(db, upload.name, 5_000)).size).toBe(5_000);
    expect((await readInputNames(db, upload.name, 70)).size).toBe(71);
  });
});

async function all(job: Pick<UploadJob, "teamId" | "jobId" | "acceptedAt">, request: ResultsRequest) {
  const found = [];
  for (let after = -1; ;) {
    const { results, next } = await readResults(db, job, { ...request, after });
    found.push(...results);
    if (next === undefined) return found;
    after = next;
  }
}
