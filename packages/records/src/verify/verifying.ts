import type { Database } from "@onefold/database";
import type { createFindings } from "./findings.ts";

/** How much was looked at. */
export interface Judged {
  receipts: number;
  /** That were written in the time, and hold fields. */
  records: number;
  fields: number;
  identifiers: number;
  retiredIds: number;
  jobs: number;
  idempotencyKeys: number;
}

/** What can't be judged by what is stored. */
export interface Unjudged {
  /** Records that were last written before the time: their identifiers are judged, their fields aren't. */
  recordsBefore: number;
  /** Records with so many receipts of the time that their fields aren't judged. */
  recordsTooLong: number;
  /** Fields whose receipts are past their retention. */
  fieldsPastRetention: number;
  /** Fields that a request wrote whose receipt was erased since, or that a merge or its undo left. */
  fieldsUntold: number;
  /** Jobs whose receipts are past their retention. */
  jobsPastRetention: number;
  /** Idempotency-Keys without a receipt, of a time whose receipts are past their retention. */
  keysPastRetention: number;
  /** Receipts of the time that were erased: what they wrote isn't told. */
  receiptsErased: number;
  /** Accepted items that may still be in the queue. */
  itemsQueued: number;
}

/** What the checks have in common. */
export interface Verifying {
  readonly db: Database;
  /** Clocks above the first and up to the second are looked at. */
  readonly since: number;
  readonly until: number;
  /** One team's; all teams' where absent. */
  readonly teamId: string | undefined;
  /** After so many milliseconds an accepted item should have its receipt, and a job its end. */
  readonly dueMs: number;
  /** How many of each kind are listed. */
  readonly shown: number;
  /** Writes of before that clock may have no receipt any more. */
  readonly keptFrom: number;
  readonly findings: ReturnType<typeof createFindings>;
  readonly judged: Judged;
  readonly unjudged: Unjudged;
  /** Told after each page what is looked at, and how many of it so far. Throws to stop. */
  looked(at: string, soFar: number): void;
}
