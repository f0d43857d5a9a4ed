import { ENTITIES } from "@onefold/contract";
import type { Applied } from "@onefold/contract";
import { entityOfRecord } from "@onefold/identity";

interface Merged extends Pick<Applied, "mergedIds" | "dryRun"> {
  readonly record: Pick<Applied["record"], "recordId">;
}

/**
 * Gives the URL that takes back what an item or an operation merged. It is undefined if that merged nothing, or was a
 * dry run.
 */
export function undoUrl(
  jobId: string,
  { mergedIds = [], dryRun, record }: Merged,
  row = 0,
): string | undefined {
  if (mergedIds.length === 0 || dryRun) return undefined;
  const { many } = ENTITIES[entityOfRecord(record.recordId)].words;
  return `/api/${many}/merge/${jobId}/undo${row === 0 ? "" : `?row=${row}`}`;
}
