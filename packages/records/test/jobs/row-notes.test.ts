import { NoteCode } from "@onefold/contract";
import type { Item, JobNote, Upsert } from "@onefold/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { endExpiredJobs, listJobs, readResults, rejectItems } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import type { ResultsRequest } from "../../src/index.ts";
import { createJobActs } from "../support/job-acts.ts";
import { email } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { newUpload } = createJobActs(db);

/** What a row gives for each kind of note; of some kinds it has two at once. */
const CAUSES = {
  OWNER_NOT_FOUND: { owner: "nobody@example.com" },
  COMPANY_NOT_FOUND: { company: { field: "companyDomain", value: "nothing.example" } },
  placeholder: {
    rejections: [
      {
        field: "linkedinUrl",
        reason: "placeholder",
        rejectedValue: "https://www.linkedin.com/in/undefined",
      },
      { field: "companyDomain", reason: "placeholder", rejectedValue: "facebook.com" },
    ],
  },
} as const satisfies Partial<Record<NoteCode, Partial<Upsert>>>;
type Caused = keyof typeof CAUSES;

const causes = fc.subarray<Caused>(["OWNER_NOT_FOUND", "COMPANY_NOT_FOUND", "placeholder"]);
const upsertOf = (codes: readonly Caused[]) =>
  codes.reduce<Partial<Upsert>>((all, code) => ({ ...all, ...CAUSES[code] }), {});

/** What is to be counted of the rows that were delivered. */
function expected(rows: readonly (readonly Caused[])[], reached: ReadonlySet<number>): JobNote[] {
  return NoteCode.options.flatMap((code) => {
    const having = rows.flatMap((codes, row) =>
      reached.has(row) && codes.some((each) => each === code) ? [row] : [],
    );
    return having.length > 0 ? [{ code, rows: having.length, firstRow: Math.min(...having) }] : [];
  });
}

test("rows with notes are counted once each, however often and in whatever order they are delivered", async () => {
  const delivery = fc.array(fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 6 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(causes, { minLength: 10, maxLength: 10 }),
      delivery,
      async (rows, deliveries) => {
        const upload = await newUpload();
        await upload.take(0, 10);
        const items = rows.map((codes, row) => upload.row(row, upsertOf(codes)));
        const deliver = async (numbers: readonly number[]) =>
          await commitItems(
            db,
            numbers.flatMap((number): Item[] => items.slice(number, number + 1)),
          );
        await Promise.all(deliveries.map(deliver));
        expect((await upload.read()).notes).toEqual(expected(rows, new Set(deliveries.flat())));
        await deliver([...items.keys()]);
        await upload.complete();
        await upload.end();
        const job = await upload.read();
        expect(job).toMatchObject({
          status: "completed",
          notes: expected(rows, new Set(items.keys())),
        });
        await deliver([0, 5]);
        expect(await upload.read()).toEqual(job);
        expect(await listJobs(db, upload.teamId, { limit: 10 })).toEqual([job]);
        expect(await upload.leftCounts()).toBe(0);
      },
    ),
    { numRuns: 15 },
  );
});

test("each reason of a value counts, a rejected row counts by its code, and the codes have one order", async () => {
  const upload = await newUpload();
  const old = { set: { jobTitle: "CTO", firstName: "J" }, observedAt: 1 };
  const linkedinUrl = { kind: "linkedin", value: "https://www.linkedin.com/in/jane" } as const;
  await commitItems(db, [
    upload.row(0, { set: { jobTitle: "CEO", firstName: "Jane" } }),
    upload.row(1, { identifiers: [email("other@example.com"), linkedinUrl] }),
  ]);
  await commitItems(db, [
    // Two fields of it are stale.
    upload.row(2, { identifiers: [email("p0@example.com")], ...old }),
    upload.row(3, { identifiers: [email("p0@example.com"), linkedinUrl], owner: "nobody@example.com" }),
    upload.row(4, { recordId: "ctc_0123456789abcdefG", owner: "nobody@example.com" }),
  ]);
  expect(await upload.read()).toMatchObject({
    counts: { rejected: 1, conflicts: 1 },
    notes: [
      { code: "OWNER_NOT_FOUND", rows: 1, firstRow: 3 },
      { code: "POSSIBLE_DUPLICATE", rows: 1, firstRow: 3 },
      { code: "duplicate", rows: 1, firstRow: 3 },
      { code: "stale", rows: 1, firstRow: 2 },
    ],
    rejections: [{ code: "CONTACT_NOT_FOUND_BY_ID", rows: 1, firstRow: 4 }],
  });
});

test("what was counted stays where a job is cancelled or expires, and where a newer Onefold knows more codes", async () => {
  const notes = [{ code: "OWNER_NOT_FOUND", rows: 2, firstRow: 1 }];
  const rejections = [{ code: "INVALID_EMAIL", rows: 2, firstRow: 3 }];
  const upload = async () => {
    const made = await newUpload();
    await made.take(0, 7);
    await commitItems(db, [
      made.row(0),
      made.row(2, upsertOf(["OWNER_NOT_FOUND"])),
      made.row(1, upsertOf(["OWNER_NOT_FOUND"])),
    ]);
    await rejectItems(db, [made.rejection(4), made.rejection(3)]);
    return made;
  };
  const cancelled = await upload();
  expect(await cancelled.cancel()).toMatchObject({ kind: "cancelled", job: { notes, rejections } });
  expect(await cancelled.read()).toMatchObject({
    status: "cancelled",
    counts: { cancelled: 2 },
    notes,
    rejections,
  });

  const expired = await upload();
  await sql`
    update jobs set accepted_at = now() - interval '40 days', upload = 'complete'
     where job_id = ${expired.name.jobId}`.execute(db);
  expect((await endExpiredJobs(db, { retentionDays: 30 })).ended).toBe(1);
  expect(await expired.read()).toMatchObject({ status: "failed", counts: { lost: 2 }, notes, rejections });

  await sql`
    update jobs set notes = notes || '{"NEWER_THAN_THIS": {"rows": 3, "firstRow": 0, "more": true}}'
     where job_id = ${expired.name.jobId}`.execute(db);
  expect(await expired.read()).toMatchObject({ notes, rejections });
});

test("results with a note are found in bounded looks, alone, by outcome, and any of several", async () => {
  const upload = await newUpload();
  const { teamId, jobId, acceptedAt } = upload.name;
  const noted = [
    upload.row(0, upsertOf(["OWNER_NOT_FOUND"])),
    upload.row(1, upsertOf(["placeholder"])),
    upload.row(2),
    upload.row(3, {
      identifiers: [email("p2@example.com")],
      ...upsertOf(["OWNER_NOT_FOUND", "placeholder"]),
    }),
  ];
  for (const item of noted) await commitItems(db, [item]);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, result)
    select ${teamId}, ${new Date(acceptedAt).toISOString().slice(0, 10)}::date, ${jobId}, n, n, 'ctc_x',
           '{"outcome": "erased", "applied": "created"}'::json
      from generate_series(4, 25000) n`.execute(db);
  await sql`
    update receipts r set result = (select result from receipts s where s.job_id = ${jobId} and s."row" = 1)
     where job_id = ${jobId} and "row" = 24999`.execute(db);
  const first = await readResults(db, upload.name, { notes: ["placeholder"], limit: 10 });
  expect(first).toMatchObject({ results: [{ row: 1 }, { row: 3 }], next: 9_999 });
  // Whoever knows the first row has it at once.
  expect(
    await readResults(db, upload.name, { notes: ["placeholder"], after: 24_998, limit: 1 }),
  ).toMatchObject({ results: [{ row: 24_999 }] });
  const rowsOf = async (request: Partial<ResultsRequest>) => {
    const found: number[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const page = await readResults(db, upload.name, { ...request, after, limit: 2 });
      found.push(...page.results.map(({ row }) => row));
      after = page.next;
    }
    return found;
  };
  expect(await rowsOf({ notes: ["placeholder"] })).toEqual([1, 3, 24_999]);
  expect(await rowsOf({ notes: ["OWNER_NOT_FOUND"] })).toEqual([0, 3]);
  expect(await rowsOf({ notes: NoteCode.options })).toEqual([0, 1, 3, 24_999]);
  expect(await rowsOf({ notes: NoteCode.options, outcome: "created" })).toEqual([0, 1, 24_999]);
  expect(await rowsOf({ notes: ["stale"] })).toEqual([]);
  expect(await rowsOf({ notes: NoteCode.options, outcome: "rejected" })).toEqual([]);
  await rejectItems(db, [upload.rejection(30_000)]);
  expect(await rowsOf({ code: "INVALID_EMAIL" })).toEqual([30_000]);
  expect(await rowsOf({ code: "INVALID_EMAIL", outcome: "created" })).toEqual([]);
  expect(await rowsOf({ code: "LOST" })).toEqual([]);
});
