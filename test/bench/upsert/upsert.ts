import type { Identifier } from "@onefold/contract";

/** One request with all that is needed to write it, and nothing of other requests. */
export interface Upsert {
  readonly teamId: string;
  readonly userId: string;
  readonly jobId: string;
  readonly acceptedAt: number;
  readonly clock: number;
  readonly identifiers: readonly Identifier[];
  /** Of the company that it is to be linked to. */
  readonly companyDomain?: string;
  /** The identifiers are among them too, by the names of the request. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What became of it. */
export interface Applied {
  readonly outcome: "created" | "updated";
  readonly recordId: string;
  /** As they are now. */
  readonly fields: Readonly<Record<string, unknown>>;
}
