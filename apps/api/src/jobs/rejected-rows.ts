import type { ErrorCode } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { readResults } from "@onefold/records";
import type { BatchJob } from "@onefold/records";
import type { UploadRow } from "../batch/rows/upload-row.ts";

/** Rows that are read at once. */
const PAGE = 1_000;

/** A row of another job, under its number there. */
export interface RejectedRow {
  readonly row: number;
  /** As an upload would give it. */
  readonly upload: UploadRow;
}

/** What a receipt has in place of a character that can't be stored. */
const REPLACEMENT = "\uFFFD";
const REPLACED =
  "The row holds a character that can't be stored, and is kept without it: mend it, and upload it.";

/**
 * The rejected rows of a job as they were given, read as they are asked for. One of which nothing is kept, because
 * it couldn't be read, isn't among them.
 */
export async function* rejectedRows(db: Database, job: BatchJob): AsyncGenerator<RejectedRow, void> {
  let after = -1;
  for (;;) {
    const { results, next } = await readResults(db, job, { outcome: "rejected", after, limit: PAGE });
    for (const { row, result } of results)
      if (result.outcome === "rejected" && result.input)
        yield { row, upload: uploadOf(row, result.code, result.input) };
    if (next === undefined) return;
    after = next;
  }
}

function uploadOf(row: number, code: ErrorCode, input: Readonly<Record<string, unknown>>): UploadRow {
  const content = JSON.stringify(input);
  const named = { line: row + 1, content };
  if (content.includes(REPLACEMENT)) return { ...named, problem: { code, message: REPLACED }, input };
  return { ...named, fields: input };
}
