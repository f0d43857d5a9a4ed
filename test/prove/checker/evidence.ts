import type { Call } from "../history/call.ts";
import type { Write } from "../history/write.ts";

/** All that the checker judges by: what clients asked for and were told, and what they read when all was over. */
export interface Evidence {
  readonly calls: readonly Call[];
  /** Of each write that was asked for, what its client was told in the end. */
  readonly told: readonly Told[];
  /** Jobs of uploads and of retries, when they had ended. */
  readonly jobs: readonly JobRead[];
  /** The live records. */
  readonly records: readonly RecordRead[];
  /** To which live record an id leads that some answer named; undefined where it leads nowhere. */
  readonly resolved: ReadonlyMap<string, string | undefined>;
  /** Ids that lead nowhere, and whose own receipts say now that they were erased. */
  readonly erased: ReadonlySet<string>;
  /** Which record an identifier finds that some write named. */
  readonly found: ReadonlyMap<string, string | undefined>;
  /** Where the store lost its data: losses that are told then are no fault. */
  readonly allowsToldLosses: boolean;
}

export type Told = { readonly write: Write; readonly call: Call; readonly job?: JobRow } & Outcome;

export interface JobRow {
  readonly id: string;
  readonly row: number;
}

export type Outcome =
  | Applied
  /** After it was accepted. */
  | { readonly kind: "rejected"; readonly code: string }
  /** It was never accepted: a 4xx. */
  | { readonly kind: "refused"; readonly code: string }
  /** Its record was deleted since. */
  | { readonly kind: "erased" }
  /** Its job was cancelled before it was applied. */
  | { readonly kind: "cancelled" }
  /** Nobody said, and nobody can be asked. */
  | { readonly kind: "unknown" }
  /** It was accepted, and at the end of the round it had no result. */
  | { readonly kind: "missing" };

/** An upsert as its receipt tells of it. */
export interface Applied {
  readonly kind: "applied";
  readonly recordId: string;
  readonly outcome: string;
  readonly clock: number;
  readonly mergedIds: readonly string[];
  readonly refused: readonly Refused[];
}

export interface Refused {
  readonly field: string;
  readonly reason: string;
  readonly value: unknown;
  readonly conflictingId: string | undefined;
}

export interface JobRead {
  readonly id: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
  /** How often each row has a result. */
  readonly results: ReadonlyMap<number, number>;
}

export interface RecordRead {
  readonly id: string;
  /** The primary one first. */
  readonly emails: readonly string[];
  readonly linkedinUrl: string | undefined;
  readonly linkedinUrlSalesNav: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly unsubscribed: boolean;
  /** Newest first. */
  readonly history: readonly Entry[];
}

/** One thing in a record's history. */
export interface Entry {
  readonly action: string;
  readonly outcome: string;
  readonly recordId: string;
  readonly jobId: string;
  readonly row: number;
  readonly clock: number;
  readonly changes: Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>;
  readonly mergedIds: readonly string[];
  readonly refused: readonly Refused[];
  /** What it told was erased, with a record that this one was a part of for a while. */
  readonly isErased: boolean;
}

/** What the checker says is wrong. The kind is a column of the table. */
export interface Finding {
  readonly kind: "lost" | "applied twice" | "duplicate record" | "wrong field" | "unexplained" | "late";
  readonly message: string;
}
