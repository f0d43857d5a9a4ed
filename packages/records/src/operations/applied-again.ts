import type { Done } from "../receipts/leave-receipt.ts";

/** Repeats an outcome that is all in its receipt. */
export const appliedAgain = {
  idsOf: ({ kind }: { readonly kind: string }) => (kind === "applied" ? [] : undefined),
  outcomeOf: (_ids: readonly string[], done: Done | undefined) =>
    done && { kind: "applied" as const, ...done },
};
