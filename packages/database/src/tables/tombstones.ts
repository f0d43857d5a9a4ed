/** What was erased or removed, so that an older item doesn't bring it back. Kept as long as receipts. */
export interface TombstoneTable {
  team_id: string;
  entity: string;
  /** The identifier's kind. */
  kind: string;
  /** HMAC of the value: an erased address is not kept. */
  hash: Buffer;
  clock: number;
  /** The record that the value was removed from; null where the record was erased. */
  record_id: string | null;
}
