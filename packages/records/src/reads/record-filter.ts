import type { RecordName } from "./read-record.ts";

/** Which records of a team a list shows. */
export type RecordFilter =
  | { readonly kind: "all" }
  /** No record at all. */
  | { readonly kind: "none" }
  /** Records with an identifier or a name that begins so. */
  | { readonly kind: "search"; readonly text: string }
  /** The record that all of these name, if there is one and it is among the others that are asked for. */
  | {
      readonly kind: "named";
      readonly names: readonly RecordName[];
      readonly company?: RecordName;
      readonly text?: string;
    }
  /** The contacts that are linked to a company, or to one that was merged into it; of them those that a search finds. */
  | { readonly kind: "company"; readonly company: RecordName; readonly text?: string };

/** By when records were created. A search has an order of its own. */
export type SortOrder = "asc" | "desc";

/**
 * Where a page ended: the last record's key in the order of the list, and its id. A search runs through stages one
 * after the other, each with an order of its own. Other lists have one.
 */
export interface Position {
  readonly stage: number;
  readonly key: string | number;
  readonly recordId: string;
}
