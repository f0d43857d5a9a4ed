import type { FieldValue, StampColumn } from "./values.ts";
import type { GeneratedAlways, JSONColumnType } from "kysely";

/** `contacts` and `companies`: one row per record. Both have the same columns for the engine. */
interface RecordTable {
  team_id: string;
  record_id: string;
  /** The value of every field that has one, primary identifiers, owner and company link included. */
  fields: JSONColumnType<Record<string, FieldValue>>;
  /** When each field was last written; a cleared field has a stamp and no value. */
  stamps: JSONColumnType<Record<string, StampColumn>>;
  /** `source`, `created_by` and `created_clock` belong to the item with the lowest clock. */
  source: string;
  created_by: string;
  created_clock: number;
  /** The highest clock that changed a value. */
  updated_clock: number;
}

export interface ContactTable extends RecordTable {
  /** `searchKey` of the full name and of the last name. */
  name_key: string | null;
  last_name_key: string | null;
  email: GeneratedAlways<string | null>;
  company_id: GeneratedAlways<string | null>;
}

export interface CompanyTable extends RecordTable {
  /** `searchKey` of the name. */
  name_key: string | null;
  domain: GeneratedAlways<string | null>;
}
