import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, readResults, rejectItems } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { createJobActs, NONE } from "../support/job-acts.ts";

const db = await testDatabase({ max: 20 });
const { newUpload } = createJobActs(db);

describe("counts are exact", () => {
  test("however often, together with whatever and in whatever order rows are delivered", async () => {
    const delivery = fc.array(fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(delivery, async (deliveries) => {
        const upload = await newUpload();
        await upload.take(0, 12);
        // Rows 9 to 11 are wrong.
        const rows = upload.rows(0, 9);
        const wrong = [9, 10, 11].map(upload.rejection);
        const deliver = async (numbers: readonly number[]) => {
          const items = numbers.flatMap((number) => rows[number] ?? []);
          const rejections = numbers.flatMap((number) => wrong[number - 9] ?? []);
          await Promise.all([commitItems(db, items), rejectItems(db, rejections)]);
        };
        await Promise.all(deliveries.map(deliver));
        const reached = new Set(deliveries.flat());
        const counts = {
          total: 12,
          pending: 12 - reached.size,
          created: [...reached].filter((number) => number < 9).length,
          rejected: [...reached].filter((number) => number >= 9).length,
        };
        expect((await upload.read()).counts).toEqual({ ...NONE, ...counts });
        await upload.complete();
        expect(await upload.end()).toHaveLength(reached.size === 12 ? 1 : 0);
        await deliver(Array.from({ length: 12 }, (_, i) => i));
        if (reached.size < 12) await upload.end();
        const job = await upload.read();
        expect(job).toMatchObject({
          status: "completed_with_errors",
          counts: { ...NONE, total: 12, created: 9, rejected: 3 },
        });
        // A copy of a row that is done changes nothing any more.
        await deliver([0, 9]);
        expect(await upload.read()).toEqual(job);
        expect(await upload.leftCounts()).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  test("a rejection given twice at once is counted once, and a row has one end", async () => {
    const upload = await newUpload();
    await upload.take(0, 2);
    const rejection = upload.rejection(0);
    await rejectItems(db, [rejection, rejection]);
    await Promise.all(Array.from({ length: 5 }, () => rejectItems(db, [rejection])));
    await commitOnce(db, [upload.row(0), upload.row(1)]);
    await rejectItems(db, [upload.rejection(1)]);
    expect((await upload.read()).counts).toMatchObject({ total: 2, pending: 0, created: 1, rejected: 1 });
  });

  test("a row that the database refuses is rejected with its input, and counted", async () => {
    const upload = await newUpload();
    await sql`
      alter table contacts add constraint refuse check (fields ->> 'industry' <> 'refused')`.execute(db);
    try {
      await upload.take(0, 2);
      await commitItems(db, [upload.row(0, { set: { industry: "refused" } }), upload.row(1)]);
    } finally {
      await sql`alter table contacts drop constraint refuse`.execute(db);
    }
    expect((await upload.read()).counts).toMatchObject({ created: 1, rejected: 1 });
    const { results } = await readResults(db, upload.name, { outcome: "rejected", limit: 10 });
    expect(results).toMatchObject([
      { row: 0, result: { code: "UNPROCESSABLE", input: { email: "p0@example.com", industry: "refused" } } },
    ]);
  });
});
