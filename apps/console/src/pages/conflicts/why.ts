import type { Conflict } from "@onefold/client/types";

/** Why records were left apart, in a few words. */
export const WHY = {
  duplicate: "not asked to merge, or contradicted",
  strict: "refused by strict",
  limit: "too much for one record",
  suspicious: "shared by too many",
  placeholder: "names nobody",
} as const satisfies Record<Conflict["clashes"][number]["reason"], string>;
