import type { RecordName } from "./read-record.ts";

/** Which records of a team a list shows. */
export type RecordFilter =
  | { readonly kind: "all" }
  /** Records with an identifier or a name that begins so. */
  | { readonly kind: "search"; readonly text: string }
  /** The record that this names, if there is one. */
  | { readonly kind: "named"; readonly name: RecordName }
  /** The contacts that are linked to a company, or to one that was merged into it. */
  | { readonly kind: "company"; readonly company: RecordName };

/**
 * Where a page ended: the last record's key in the order of the list, and its id. A search runs through stages one
 * after the other, each with an order of its own. Other lists have one.
 */
export interface Position {
  readonly stage: number;
  readonly key: string | number;
  readonly recordId: string;
}
