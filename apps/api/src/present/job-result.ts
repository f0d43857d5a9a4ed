import type { JobResult } from "@onefold/contract";
import { presentTime, visibleResult } from "@onefold/present";
import type { Scoped } from "@onefold/present";
import type { RowResult } from "@onefold/records";
import { toldClock } from "./told-clock.ts";
import { undoUrl } from "./undo-url.ts";

/** Shows what became of a row of a job, as far as that key may see it. */
export function presentJobResult(
  reader: Scoped,
  jobId: string,
  { row, clock, result: stored, finishedAt }: RowResult,
): JobResult {
  const result = visibleResult(reader, stored);
  const at = { row, finishedAt: presentTime(finishedAt), ...toldClock({ clock, result: stored }) };
  if (result.outcome === "rejected") {
    const { outcome, code, message, line, details, input, inputDropped } = result;
    return {
      ...at,
      outcome,
      code,
      message,
      ...(line !== undefined && { line }),
      ...(details && { details }),
      ...(input && { input: withoutEmpty(input) }),
      ...(inputDropped && { inputDropped }),
    };
  }
  if (result.outcome === "erased") return { ...at, outcome: result.applied, erased: true };
  const { outcome, action = "upsert", record, matchedBy, mergedIds } = result;
  const undo = undoUrl(jobId, result, row);
  return {
    ...at,
    outcome,
    action,
    recordId: record.recordId,
    ...(matchedBy !== undefined && { matchedBy }),
    changes: result.changes,
    warnings: result.warnings,
    fieldRejections: result.fieldRejections,
    ...(mergedIds && mergedIds.length > 0 && { mergedIds }),
    ...(undo !== undefined && { undoUrl: undo }),
  };
}

/**
 * Leaves out a field without a value, which is never null in an answer. The row was judged as if the field hadn't been
 * given.
 */
function withoutEmpty(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
