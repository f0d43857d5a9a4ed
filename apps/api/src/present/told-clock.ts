import type { Receipt } from "@onefold/records";

/**
 * Gives the clock of what an item or an operation wrote. A rejected item or a dry run wrote nothing, so it has none to
 * compare.
 */
export function toldClock({ clock, result }: Pick<Receipt, "clock" | "result">): { clock?: number } {
  const wroteNothing =
    result.outcome === "rejected" || (result.outcome !== "erased" && result.dryRun === true);
  return wroteNothing ? {} : { clock };
}
