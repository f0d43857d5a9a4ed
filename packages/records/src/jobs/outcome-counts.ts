import { isRow } from "../commit/linked-items.ts";
import type { ItemRef, ItemResult } from "@onefold/contract";
import { sql } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { addNotes } from "./job-notes.ts";
import type { CountedNotes } from "./job-notes.ts";
import { LOST } from "./lost.ts";
import type { Statement } from "../transactions/statement.ts";

interface Counted {
  readonly ref: ItemRef;
  readonly result: ItemResult;
}

/**
 * Gives what adds what rows of upload jobs came to. It runs in the transaction of their receipts: neither can be without
 * the other.
 */
export function outcomeCounts(outcomes: readonly Counted[]): Statement[] {
  const counts = new Map<string, ReturnType<typeof noCounts>>();
  for (const { ref, result } of outcomes) {
    if (!isRow(ref)) continue;
    let count = counts.get(ref.jobId);
    if (!count) counts.set(ref.jobId, (count = noCounts(ref)));
    count[result.outcome]++;
    if (isConflict(result)) count.conflicts++;
    if (result.outcome === "rejected" && result.code === LOST.code) count.lost++;
    addNotes(count.notes, ref.row, result);
  }
  if (counts.size === 0) return [];
  const rows = Array.from(counts.values(), (count) => ({ ...count, notes: JSON.stringify(count.notes) }));
  const columns = {
    team_id: "id",
    job_id: "id",
    created: "integer",
    updated: "integer",
    unmodified: "integer",
    rejected: "integer",
    conflicts: "integer",
    lost: "integer",
    notes: "jsonb",
  } as const;
  return [
    sql`
      insert into job_counts (team_id, job_id, created, updated, unmodified, rejected, conflicts, lost, notes)
      select team_id, job_id, created, updated, unmodified, rejected, conflicts, lost, nullif(notes, '{}')
        from ${rowSet("n", columns, rows)}`,
  ];
}

function noCounts({ teamId, jobId }: ItemRef) {
  const none = { created: 0, updated: 0, unmodified: 0, rejected: 0, conflicts: 0, lost: 0 };
  const notes: CountedNotes = {};
  return { team_id: teamId, job_id: jobId, ...none, notes };
}

/** Says whether the identifiers named several records, whatever was done about it. */
export function isConflict(result: ItemResult): boolean {
  if (result.outcome === "rejected") return result.code === "IDENTITY_CONFLICT";
  return (
    result.mergedIds !== undefined || result.fieldRejections.some(({ reason }) => reason === "duplicate")
  );
}
