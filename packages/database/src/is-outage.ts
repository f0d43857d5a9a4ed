/** Connection exceptions, lack of resources, operator intervention (SQLSTATE classes), and 57014: too slow. */
const OUTAGE_CLASSES = new Set(["08", "53", "57", "58"]);

/** Whether the database is absent rather than the statement wrong. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string")
    return /^E[A-Z_]+$/.test(code) || (code.length === 5 && OUTAGE_CLASSES.has(code.slice(0, 2)));
  // pg and pg-pool give these no code.
  return /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered)/i.test(
    error.message,
  );
}
