import type { InputDropped, Rejected } from "@onefold/contract";

/** What a row's receipt says in place of its input. It has no details either: they may quote names of fields. */
export const DROPPED: Readonly<Record<InputDropped, string>> = {
  erased: "The row named somebody who was deleted since, so nothing of it is kept, and it can't be retried.",
  expired:
    "Nobody could be recognised in the row, so what it gave was kept for a short time only: it can't be retried.",
  crowded:
    "The row names too many people for its input to be kept, so it can't be retried: mend it, and upload it.",
};

/** Gives a rejected row's result without what the row gave. */
export function dropInput({ code, message }: Rejected, why: InputDropped): Rejected {
  // A row that was refused since its person was deleted says so already.
  return {
    outcome: "rejected",
    code,
    message: code === "DELETED" ? message : DROPPED[why],
    inputDropped: why,
  };
}
