import type { Entity } from "@onefold/contract";
import { entityOfRecord } from "@onefold/identity";
import { sql } from "kysely";
import type { NewReceipt } from "../receipts/new-receipt.ts";
import { rowSet } from "../rows/row-set.ts";
import type { Statement } from "../transactions/statement.ts";
import type { ChangeEntry } from "./change-entry.ts";
import { eventNames } from "./event-names.ts";

/** An event of a team. */
export interface NewChange {
  readonly teamId: string;
  readonly entry: ChangeEntry;
}

/** Gives the events of what receipts tell, in their order. */
export function changesOf(receipts: readonly NewReceipt[]): NewChange[] {
  return receipts.flatMap(({ ref, result, restoredIds }) => {
    const names = eventNames(result);
    if (names.length === 0 || result.outcome === "rejected") return [];
    const entity: Entity = entityOfRecord(result.record.recordId);
    return names.map((name): NewChange => ({
      teamId: ref.teamId,
      entry: [
        name,
        entity,
        ref.jobId,
        ref.row,
        ref.acceptedAt,
        ...(name === "split" && restoredIds ? [{ restoredIds: [...restoredIds] }] : []),
      ],
    }));
  });
}

/**
 * Gives what writes events into the feed: a row for each team. It runs in the transaction of what they tell of, whose
 * number is their place.
 */
export function changeInserts(changes: readonly NewChange[]): Statement[] {
  if (changes.length === 0) return [];
  const rows = Array.from(
    Map.groupBy(changes, ({ teamId }) => teamId),
    ([team_id, ofTeam]) => ({
      team_id,
      size: ofTeam.length,
      entries: JSON.stringify(ofTeam.map(({ entry }) => entry)),
    }),
  );
  return [
    sql`
      insert into changes (team_id, size, entries)
      select team_id, size, entries
        from ${rowSet("n", { team_id: "id", size: "integer", entries: "json" }, rows)}`,
  ];
}
