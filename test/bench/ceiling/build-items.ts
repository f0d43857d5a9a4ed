import type { Item, Upsert } from "@onefold/contract";
import { createJobIds } from "@onefold/identity";
import type { Mix } from "../mixes.ts";
import { identifiersOf, rowOf } from "../rows.ts";
import type { Row } from "../rows.ts";

/** Whose items they are. */
export interface Author {
  readonly teamId: string;
  readonly userId: string;
}

/** Rows as a worker would get them from the queue. */
export function buildItems(author: Author, mix: Mix, firstRow: number, count: number): Item[] {
  return Array.from({ length: count }, (_, index) => itemOf(author, rowOf(mix, firstRow + index)));
}

export function itemOf(author: Author, row: Row): Item {
  const { companyDomain: value } = row;
  return newItem(author, {
    entity: "contact",
    identifiers: identifiersOf(row),
    set: { ...row.fields },
    ...(value !== undefined && { company: { field: "companyDomain", value } }),
  });
}

export function companyOf(author: Author, domain: string): Item {
  const identifiers = [{ kind: "domain" as const, value: domain }];
  return newItem(author, { entity: "company", identifiers, set: { name: domain } });
}

function newItem(
  { teamId, userId }: Author,
  upsert: Pick<Upsert, "entity" | "identifiers" | "set" | "company">,
): Item {
  const acceptedAt = Date.now();
  return {
    ref: { teamId, jobId: jobIds.issue(teamId, acceptedAt), row: 0, acceptedAt },
    clock: nextClock(acceptedAt),
    upsert: { userId, keyId: "key_bench", onConflict: "prefer", ...upsert },
  };
}

/** Real ones, since they start with the time, and so decide where in their index the receipts go. */
const jobIds = createJobIds("the bench's own secret, of 32 characters");

let lastClock = 0;

function nextClock(millis: number): number {
  lastClock = Math.max(lastClock + 1, millis * 1_000);
  return lastClock;
}
