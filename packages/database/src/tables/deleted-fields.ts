import type { Generated } from "kysely";

/** Custom fields that were taken out of the registry. */
export interface DeletedFieldTable {
  team_id: string;
  entity: string;
  name: string;
  deleted_at: Generated<Date>;
  /** How far this round over the team's records has come; null between two rounds. */
  position: Generated<string | null>;
  /** Whether this round has found a value. */
  changed: Generated<boolean>;
  /** The last transaction that found one. What ran beside it may have written more. */
  since: Generated<string>;
  /** When the last value was gone. */
  removed_at: Generated<Date | null>;
  /** The clock of the name's next registration. Items up to it give values of the former field. Null until then. */
  until_clock: Generated<number | null>;
}
