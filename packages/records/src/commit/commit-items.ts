import { setTimeout as delay } from "node:timers/promises";
import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import type { CommitOptions } from "./commit-once.ts";
import { commitReady, OutageError } from "./commit-ready.ts";
import { ContentionError } from "../transactions/contention-error.ts";
import type { Outcome } from "./fold-commit.ts";

const PAUSE_MS = { first: 20, longest: 500 };
const PATIENCE_MS = 30_000;

/**
 * Brings every item to its final state, and waits for whoever has its locks.
 * @throws OutageError when the database can't commit now, or somebody has had an item's locks for too long;
 * AllPoisonError. Some of the items may be done: give all of them again
 */
export async function commitItems(
  db: Database,
  items: readonly Item[],
  options: CommitOptions = {},
): Promise<{ readonly outcomes: readonly Outcome[]; readonly skipped: number }> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  const report = { outcomes: [] as Outcome[], skipped: 0 };
  let left = items;
  for (let pauseMs = PAUSE_MS.first; left.length > 0; pauseMs = Math.min(2 * pauseMs, PAUSE_MS.longest)) {
    const { outcomes, skipped, held, rest } = await commitReady(db, left, options);
    report.outcomes.push(...outcomes);
    report.skipped += skipped;
    if (held.length > 0 && performance.now() > giveUpAt) throw new OutageError(new ContentionError("a lock"));
    if (held.length > 0) await delay(Math.random() * pauseMs);
    left = [...rest, ...held];
  }
  return report;
}
