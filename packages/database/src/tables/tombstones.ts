/**
 * When an identifier stopped naming a record. An item from before means that record. Tombstones are kept as long as
 * receipts.
 */
export interface TombstoneTable {
  team_id: string;
  entity: string;
  /** The identifier's kind. */
  kind: string;
  /** HMAC of the value: an erased address is not kept. */
  hash: Buffer;
  /** The clock at which it was erased or removed. */
  clock: number;
  /** The record that the value was removed from; null if that was erased, then or since. */
  record_id: string | null;
  /** The clock at which a record was erased that the value had been removed from before. */
  erased_clock: number | null;
}
