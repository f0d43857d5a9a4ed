import type { ENTITIES } from "@onefold/contract";
import type { FieldValue, StampColumn } from "./values.ts";
import type { GeneratedAlways, JSONColumnType } from "kysely";

/** One row per record. All entities have the same columns for the engine. */
interface RecordTable {
  team_id: string;
  record_id: string;
  /** The value of every field that has one, with the primary identifiers, the owner and the company link. */
  fields: JSONColumnType<Record<string, FieldValue>>;
  /**
   * When each field was last written. A cleared field has a stamp and no value. What is under an empty name is of all
   * fields that have a value and no stamp of their own.
   */
  stamps: JSONColumnType<Record<string, StampColumn>>;
  /** `source`, `created_by` and `created_clock` belong to the item with the lowest clock. */
  source: string;
  created_by: string;
  created_clock: number;
  /** The highest clock that changed a value. */
  updated_clock: number;
}

type Entities = typeof ENTITIES;
/** The columns that searches by name compare, by the entity's definition. */
type NameColumns<E extends keyof Entities> = Record<
  Entities[E]["nameColumns"][number]["column"],
  string | null
>;

export interface ContactTable extends RecordTable, NameColumns<"contact"> {
  email: GeneratedAlways<string | null>;
  company_id: GeneratedAlways<string | null>;
}

export interface CompanyTable extends RecordTable, NameColumns<"company"> {
  domain: GeneratedAlways<string | null>;
}
