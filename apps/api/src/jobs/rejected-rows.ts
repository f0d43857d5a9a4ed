import { RAW } from "@onefold/contract";
import type { Rejected } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { readResults } from "@onefold/records";
import type { UploadJob } from "@onefold/records";
import type { UploadRow } from "../uploads/rows/upload-row.ts";

/** How many rows are read at once. */
const PAGE = 1_000;

/** A rejected row of another job, with its number in that job. */
export interface RejectedRow {
  readonly row: number;
  /** The row's clock in that job. */
  readonly clock: number;
  /** The row as an upload would give it. */
  readonly upload: UploadRow;
}

const ALTERED =
  "The row holds something that can't be stored, and is kept without it: mend it, and upload it.";

/**
 * Reads the rejected rows of a job as they were given, page by page. It leaves out a row of which nothing is kept: it
 * couldn't be read, it names somebody who was deleted, or it has expired.
 * @param onGone called for each row that is left out
 */
export async function* rejectedRows(
  db: Database,
  job: UploadJob,
  onGone: () => void,
): AsyncGenerator<RejectedRow, void> {
  let after = -1;
  for (;;) {
    const { results, next } = await readResults(db, job, { outcome: "rejected", after, limit: PAGE });
    for (const { row, clock, result } of results) {
      if (result.outcome !== "rejected") continue;
      if (result.input && !(RAW in result.input))
        yield { row, clock, upload: uploadOf(row, result, result.input) };
      else onGone();
    }
    if (next === undefined) return;
    after = next;
  }
}

function uploadOf(
  row: number,
  { code, inputAltered }: Rejected,
  input: Readonly<Record<string, unknown>>,
): UploadRow {
  const named = { line: row + 1, content: JSON.stringify(input) };
  if (inputAltered) return { ...named, problem: { code, message: ALTERED }, input };
  return { ...named, fields: input };
}
