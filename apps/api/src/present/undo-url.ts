import { ENTITIES } from "@onefold/contract";
import type { Applied } from "@onefold/contract";
import { entityOfRecord } from "@onefold/identity";

interface Merged extends Pick<Applied, "mergedIds"> {
  readonly record: Pick<Applied["record"], "recordId">;
}

/** Where to take back what an item or an operation merged; undefined where it merged nothing. */
export function undoUrl(jobId: string, { mergedIds = [], record }: Merged, row = 0): string | undefined {
  if (mergedIds.length === 0) return undefined;
  const { many } = ENTITIES[entityOfRecord(record.recordId)].words;
  return `/api/${many}/merge/${jobId}/undo${row === 0 ? "" : `?row=${row}`}`;
}
