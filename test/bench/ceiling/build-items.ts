import type { Item } from "@onefold/contract";
import { createJobIds } from "@onefold/identity";
import { identifiersOf, rowOf } from "../rows.ts";
import type { Row } from "../rows.ts";

/** Whose items they are. */
export interface Author {
  readonly teamId: string;
  readonly userId: string;
}

/** Rows as a worker would get them from the queue. */
export function buildItems(author: Author, firstRow: number, count: number): Item[] {
  return Array.from({ length: count }, (_, index) => itemOf(author, rowOf(firstRow + index)));
}

export function itemOf({ teamId, userId }: Author, row: Row): Item {
  const acceptedAt = Date.now();
  return {
    ref: { teamId, jobId: jobIds.issue(teamId, acceptedAt), row: 0, acceptedAt },
    clock: nextClock(acceptedAt),
    upsert: {
      entity: "contact",
      userId,
      keyId: "key_bench",
      onConflict: "prefer",
      identifiers: identifiersOf(row),
      set: { ...row.fields },
    },
  };
}

/** Real ones, since they start with the time, and so decide where in their index the receipts go. */
const jobIds = createJobIds("the bench's own secret, of 32 characters");

let lastClock = 0;

function nextClock(millis: number): number {
  lastClock = Math.max(lastClock + 1, millis * 1_000);
  return lastClock;
}
