import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, endJobs, rejectItems, reopenUpload } from "../../src/index.ts";
import { createJobActs, LEASE, NONE } from "../support/job-acts.ts";
import { email, linkedin } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { newUpload, holdCommit } = createJobActs(db);

describe("a job's way", () => {
  test("from queued over active to its end, which is stamped once", async () => {
    const upload = await newUpload();
    expect(await upload.read()).toMatchObject({ status: "queued", upload: "open", rowsTaken: 0 });
    expect(await upload.take(0, 3)).toBe(true);
    expect(await upload.read()).toMatchObject({
      status: "queued",
      counts: { ...NONE, total: 3, pending: 3 },
    });
    await commitOnce(db, [upload.row(0), upload.row(1)]);
    await rejectItems(db, [upload.rejection(2)]);
    expect(await upload.read()).toMatchObject({ status: "active", counts: { total: 3, pending: 0 } });
    // More may come.
    expect(await upload.end()).toEqual([]);
    await upload.complete();
    const ended = await upload.end();
    const counts = { ...NONE, total: 3, created: 2, rejected: 1 };
    expect(ended).toMatchObject([{ status: "completed_with_errors", counts }]);
    expect(await upload.read()).toEqual(ended[0]);
    expect(await upload.end()).toEqual([]);
    expect(await upload.leftCounts()).toBe(0);
    expect(await upload.read()).toEqual(ended[0]);
  });

  test.each([
    ["all done", [0, 1], [], "completed", { created: 2 }],
    ["all rejected", [], [0, 1], "failed", { rejected: 2 }],
    ["no rows", [], [], "completed", {}],
  ] as const)("%s", async (_, good, bad, status, counts) => {
    const upload = await newUpload();
    if (good.length + bad.length > 0) await upload.take(0, good.length + bad.length);
    await commitOnce(
      db,
      good.map((row) => upload.row(row)),
    );
    await rejectItems(db, bad.map(upload.rejection));
    await upload.complete();
    const total = good.length + bad.length;
    expect(await upload.end()).toMatchObject([{ status, counts: { ...NONE, total, ...counts } }]);
  });

  test("what is done before it is noted as taken is counted, never as less than nothing pending", async () => {
    const upload = await newUpload();
    await commitOnce(db, upload.rows(0, 5));
    expect((await upload.read()).counts).toMatchObject({ total: 5, pending: 0, created: 5 });
    await upload.take(0, 8);
    expect((await upload.read()).counts).toMatchObject({ total: 8, pending: 3 });
  });

  test("conflicts count, applied or not", async () => {
    const upload = await newUpload();
    await commitOnce(db, [
      upload.item({ identifiers: [email("jane@example.com")] }),
      upload.item({ identifiers: [linkedin("john")] }),
    ]);
    const identifiers = [email("jane@example.com"), linkedin("john")];
    await upload.take(0, 2);
    await commitOnce(db, [
      upload.row(0, { identifiers, onConflict: "strict" }),
      upload.row(1, { identifiers, set: { firstName: "Jane" } }),
    ]);
    expect((await upload.read()).counts).toMatchObject({ rejected: 1, updated: 1, conflicts: 2 });
  });
});

describe("the end", () => {
  test("of several callers at once, one ends the job", async () => {
    const upload = await newUpload();
    await upload.take(0, 1);
    await commitOnce(db, [upload.row(0)]);
    await upload.complete();
    const ended = (await Promise.all(Array.from({ length: 8 }, () => endJobs(db)))).flat();
    expect(ended.filter(({ jobId }) => jobId === upload.name.jobId)).toHaveLength(1);
  });

  test("waits for a commit that is under way, and tells of it", async () => {
    const upload = await newUpload();
    await upload.take(0, 2);
    await commitOnce(db, [upload.row(0)]);
    await upload.complete();
    const { committing, go } = await holdCommit([upload.row(1)]);
    expect(await upload.end()).toEqual([]);
    go();
    await committing;
    expect(await upload.end()).toMatchObject([{ counts: { total: 2, created: 2 } }]);
  });

  test("needs every row that was taken, whatever was added beyond them", async () => {
    const upload = await newUpload();
    await upload.take(0, 4);
    // Rows 4 to 7 were added when the upload broke off, and not noted.
    await commitOnce(db, upload.rows(2, 8));
    await upload.breakOff();
    expect(await upload.end()).toEqual([]);
    await commitOnce(db, upload.rows(0, 2));
    expect(await upload.end()).toMatchObject([
      { status: "completed_with_errors", counts: { ...NONE, total: 8, created: 8 } },
    ]);
  });

  test("so too where it was sent again and came to a shorter end", async () => {
    const upload = await newUpload();
    await upload.take(0, 4);
    await commitOnce(db, upload.rows(2, 8));
    await upload.breakOff(LEASE);
    expect(await reopenUpload(db, upload.name, LEASE)).toBe(true);
    await upload.complete();
    expect(await upload.end()).toEqual([]);
    await commitOnce(db, upload.rows(0, 2));
    expect(await upload.end()).toMatchObject([{ status: "completed", counts: { total: 8, created: 8 } }]);
  });

  test("a broken upload of which nothing was applied has failed", async () => {
    const upload = await newUpload();
    await upload.breakOff();
    expect(await upload.end()).toMatchObject([
      { status: "failed", uploadProblem: "The connection broke.", counts: { ...NONE, total: 0 } },
    ]);
  });
});
