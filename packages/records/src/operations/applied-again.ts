import type { Applied } from "@onefold/contract";

/** How an outcome is repeated that is all in its receipt. */
export const appliedAgain = {
  idsOf: ({ kind }: { readonly kind: string }) => (kind === "applied" ? [] : undefined),
  outcomeOf: (_ids: readonly string[], applied: Applied | undefined) =>
    applied && { kind: "applied" as const, applied },
};
