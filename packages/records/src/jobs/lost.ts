import type { Rejected } from "@onefold/contract";

/** The result of a request or a row that was accepted, and that the queue lost before it was applied. */
export const LOST: Rejected = {
  outcome: "rejected",
  code: "LOST",
  message:
    "The queue lost this request before it was applied, as when its store was replaced or emptied. Nothing of it was applied: send it again.",
};
