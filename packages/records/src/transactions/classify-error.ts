import type { DeadLetterCause } from "@onefold/contract";
import { isSessionEnded } from "@onefold/database";
import { ContentionError } from "./contention-error.ts";
import { ValueError } from "./value-error.ts";

/**
 * What to do about an error of the write path:
 * - `poison`: an item's own values can't be stored; find it and reject it alone
 * - `too-much`: the commit is too large or too slow; halve it
 * - `contention`: it lost a race; do it again
 * - `blocked`: it waited in vain for somebody's lock; do it again a little later
 * - `outage`: nothing is wrong with the items; wait, and do it again for ever
 */
export type ErrorClass = "poison" | "too-much" | "contention" | "blocked" | "outage";

/** Classifies what `commitOnce` threw, by SQLSTATE (PostgreSQL manual, appendix A). */
export function classifyError(error: unknown): ErrorClass {
  const carriesValues = error instanceof ValueError;
  if ((carriesValues ? error.cause : error) instanceof ContentionError) return "contention";
  // A text or an array of the commit's rows is longer than Node can make one.
  if (carriesValues && error.cause instanceof RangeError) return "too-much";
  // The program was silent for too long between two statements of it. If instead the server is gone, the halves fail
  // too.
  if (carriesValues && isSessionEnded(error.cause)) return "too-much";
  const { code, constraint } = postgresError(carriesValues ? error.cause : error);
  if (code === undefined) return "outage";
  if (code === LOCK_NOT_AVAILABLE) return "blocked";
  if (CONTENTION.has(code) || isPartitionMissing(code, constraint)) return "contention";
  if (TOO_MUCH.has(code)) return "too-much";
  if (carriesValues && isPoison(code)) return "poison";
  return "outage";
}

/** serialization_failure, deadlock_detected, unique_violation */
const CONTENTION = new Set(["40001", "40P01", "23505"]);
/** The lock timeout. */
const LOCK_NOT_AVAILABLE = "55P03";
/** query_canceled (the statement timeout), transaction_timeout, out_of_memory (the table of locks is full) */
const TOO_MUCH = new Set(["57014", "25P04", "53200"]);
/** program_limit_exceeded */
const LIMIT_EXCEEDED = "54000";
const CHECK_VIOLATION = "23514";

/**
 * Says whether the partition of a row isn't there, or is just being attached (`maintainReceipts`). Postgres reports
 * that as a check violation that names no constraint.
 */
function isPartitionMissing(code: string, constraint: string | undefined): boolean {
  return code === CHECK_VIOLATION && constraint === undefined;
}

/** Class 22 is "data exception", 23 "integrity constraint violation". */
function isPoison(code: string): boolean {
  return code === LIMIT_EXCEEDED || code.startsWith("22") || code.startsWith("23");
}

/** Says what Postgres refused, without its message: that may quote a value. */
export function refusalOf(error: unknown): DeadLetterCause | undefined {
  const refusal = error instanceof ValueError ? error.cause : error;
  const { code, constraint } = postgresError(refusal);
  if (code === undefined) return undefined;
  const column = textIn(refusal, "column");
  return {
    sqlState: code,
    ...(constraint !== undefined && { constraint }),
    ...(column !== undefined && { column }),
  };
}

function postgresError(error: unknown): { code?: string; constraint?: string } {
  if (!(error instanceof Error)) return {};
  const code = textIn(error, "code");
  const constraint = textIn(error, "constraint");
  // Errors of the network have codes too, such as ECONNRESET. A SQLSTATE has five characters.
  if (code?.length !== 5 || !("severity" in error)) return {};
  return { code, ...(constraint !== undefined && { constraint }) };
}

function textIn(error: unknown, name: string): string | undefined {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === "string" ? value : undefined;
}
