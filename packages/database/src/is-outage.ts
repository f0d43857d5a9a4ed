/** A session was ended because its transaction was silent or took too long, or a lock was waited for in vain. */
const WAITED_IN_VAIN = new Set(["25P03", "25P04", "55P03"]);

/** The SQLSTATE classes of connection exceptions, lack of resources and operator intervention, with 57014: too slow. */
const OUTAGE_CLASSES = new Set(["08", "53", "57", "58"]);

/** Says whether the database is absent or busy, and not the statement wrong. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string")
    return (
      /^E[A-Z_]+$/.test(code) ||
      (code.length === 5 && (OUTAGE_CLASSES.has(code.slice(0, 2)) || WAITED_IN_VAIN.has(code)))
    );
  // pg and pg-pool give these errors no code.
  return /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered)/i.test(
    error.message,
  );
}

/**
 * Says whether Postgres ended a session in use: it was silent for too long within a transaction, or the server itself
 * broke off. `pg` answers what is sent to such a session with words only.
 */
export function isSessionEnded(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error) return error.code === "25P03";
  return /^(Connection terminated|Client has encountered)/i.test(error.message);
}

/** Says whether a lock that somebody else had was waited for in vain. The statement did nothing. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}
