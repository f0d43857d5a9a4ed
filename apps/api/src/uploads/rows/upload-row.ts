import type { ErrorCode } from "@onefold/contract";
import type { IgnoredCell } from "../ignored.ts";

/** One record of an upload as it was read, well-formed or not. */
export type UploadRow = {
  /** Where it begins in the upload, from 1. */
  readonly line: number;
  /** What it is, for the digest of all rows: the same content gives the same text. */
  readonly content: string | Uint8Array;
  /** The values of columns that are left out. */
  readonly ignored?: (() => readonly IgnoredCell[]) | undefined;
  /** Of one that could not be read: all of it. */
  readonly raw?: Buffer;
} & (
  | { readonly fields: Readonly<Record<string, unknown>> }
  | {
      readonly problem: RowProblem;
      /** As far as the row could be read. */
      readonly fields?: never;
      readonly input?: Readonly<Record<string, unknown>>;
    }
);

interface RowProblem {
  readonly code: ErrorCode;
  readonly message: string;
}
