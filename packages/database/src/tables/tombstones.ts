/** When an identifier stopped naming a record: an item from before means that one. Kept as long as receipts. */
export interface TombstoneTable {
  team_id: string;
  entity: string;
  /** The identifier's kind. */
  kind: string;
  /** HMAC of the value: an erased address is not kept. */
  hash: Buffer;
  /** When it was erased or removed. */
  clock: number;
  /** The record that the value was removed from; null where that was erased, then or since. */
  record_id: string | null;
  /** When a record was erased that the value had been removed from before. */
  erased_clock: number | null;
}
