import { setTimeout as delay } from "node:timers/promises";
import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { commitReady } from "../../src/index.ts";
import type { CommitOptions, Outcome } from "../../src/index.ts";

const PAUSE_MS = { first: 20, longest: 500 };

/** Brings every item to its final state as a worker does, and waits for whoever has its locks. */
export async function commitItems(
  db: Database,
  items: readonly Item[],
  options: CommitOptions = {},
): Promise<{ readonly outcomes: readonly Outcome[]; readonly skipped: number }> {
  const report = { outcomes: [] as Outcome[], skipped: 0 };
  let left = items;
  for (let pauseMs = PAUSE_MS.first; left.length > 0; pauseMs = Math.min(2 * pauseMs, PAUSE_MS.longest)) {
    const { outcomes, skipped, held, rest } = await commitReady(db, left, options);
    report.outcomes.push(...outcomes);
    report.skipped += skipped;
    if (held.length > 0) await delay(Math.random() * pauseMs);
    left = [...rest, ...held];
  }
  return report;
}
