/** Ids that name no record any more: merged into a survivor, or deleted while contacts were linked to them. */
export interface RetiredRecordTable {
  team_id: string;
  record_id: string;
  /** What it was merged into, which may have been merged itself since; null for a deleted record. */
  parent_id: string | null;
  /** The live record at the end of the chain; null for a deleted record. */
  survivor_id: string | null;
  clock: number;
}
