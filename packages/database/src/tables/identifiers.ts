/**
 * `contact_identifiers` and `company_identifiers`: which record an identifier belongs to. The primary key (team_id,
 * kind, value) is the last line of defence of "one record per identifier".
 */
export interface IdentifierTable {
  team_id: string;
  kind: string;
  value: string;
  record_id: string;
  /** The clock of the item that brought it. */
  clock: number;
}
