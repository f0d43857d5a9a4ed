import type { StoredReceipt } from "@onefold/records";

/** The clock of what an item or an operation wrote. One that was rejected or tried out has none to compare. */
export function toldClock({ clock, result }: Pick<StoredReceipt, "clock" | "result">): { clock?: number } {
  const wroteNothing =
    result.outcome === "rejected" || (result.outcome !== "erased" && result.dryRun === true);
  return wroteNothing ? {} : { clock };
}
