import type { Database } from "@onefold/database";
import { sql } from "kysely";

interface JobReceipts {
  readonly jobId: string;
  readonly receipts: number;
  readonly rows: number;
  readonly created: number;
}

/**
 * Says what isn't as it must be after so many items about as many new people: each has exactly one receipt, which says
 * that it created a contact, and there are as many contacts.
 * @param posted the number of items of each job that was accepted
 */
export async function checkApplied(db: Database, posted: ReadonlyMap<string, number>): Promise<string[]> {
  const { rows: jobs } = await sql<JobReceipts>`
    select job_id as "jobId", count(*)::int as receipts, count(distinct "row")::int as rows,
           (count(*) filter (where result ->> 'outcome' = 'created'))::int as created
      from receipts group by job_id`.execute(db);
  const found = new Map(jobs.map((job) => [job.jobId, job]));
  const wrong = [...posted].flatMap(([jobId, items]) => {
    const { receipts, rows, created } = found.get(jobId) ?? { receipts: 0, rows: 0, created: 0 };
    if (receipts === items && rows === items && created === items) return [];
    return [`${jobId} has ${items} items, ${receipts} receipts of ${rows} rows, and created ${created}`];
  });
  const unknown = jobs.filter(({ jobId }) => !posted.has(jobId));
  const items = sum(posted.values());
  const { rows } = await sql<{ contacts: number }>`select count(*)::int as contacts from contacts`.execute(
    db,
  );
  const contacts = rows[0]?.contacts ?? 0;
  return [
    ...wrong,
    ...unknown.map(({ jobId }) => `${jobId} was posted by nobody`),
    ...(contacts === items ? [] : [`there are ${contacts} contacts of ${items} people`]),
  ];
}

export function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, each) => total + each, 0);
}

/** Counts what was applied between two times, in milliseconds since 1970. */
export async function countApplied(db: Database, from: number, to: number): Promise<number> {
  const { rows } = await sql<{ applied: number }>`
    select count(*)::int as applied from receipts
     where finished_at >= ${new Date(from)} and finished_at < ${new Date(to)}`.execute(db);
  return rows[0]?.applied ?? 0;
}
