import { createPauses } from "@onefold/records";
import type { UploadJob } from "@onefold/records";
import { otherContent } from "./open-upload.ts";
import { createRowsHash } from "./rows-hash.ts";
import type { UploadRow } from "./rows/upload-row.ts";

export interface ComparedBody {
  readonly rows: AsyncIterable<readonly UploadRow[]>;
  preamble(): string;
}

/**
 * Reads the body of a repeat to its end and takes nothing. It makes sure that the rows are the same, as the answer
 * tells of the first upload.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED where they are others, fewer or more
 */
export async function requireSameBody(
  { job, isTaken }: { readonly job: UploadJob; readonly isTaken?: (row: number) => Promise<boolean> },
  { rows, preamble }: ComparedBody,
): Promise<void> {
  const pauses = createPauses();
  let hash: ReturnType<typeof createRowsHash> | undefined;
  let read = 0;
  let index = 0;
  for await (const some of rows) {
    for (const row of some) {
      hash ??= createRowsHash(preamble());
      if (isTaken && !(await isTaken(index++))) continue;
      // A cancelled job didn't take all rows.
      if (read === job.rowsTaken) {
        if (job.upload === "complete") throw otherContent(job.jobId);
        continue;
      }
      hash.add(row);
      if (++read === job.rowsTaken && !isSame(hash.digest(), job)) throw otherContent(job.jobId);
      if (pauses.isDue()) await pauses.take();
    }
    await pauses.take();
  }
  if (read < job.rowsTaken) throw otherContent(job.jobId);
}

function isSame(digest: Buffer, { rowsDigest }: UploadJob): boolean {
  return rowsDigest === undefined || rowsDigest.equals(digest);
}
