import type { Item } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { foldBatch } from "./fold-batch.ts";
import type { FoldedBatch, Outcome } from "./fold-batch.ts";
import { loadBatch } from "./load-batch.ts";
import { shareJobs } from "./jobs/lock-jobs.ts";
import { lockKeys } from "./lock-identifiers.ts";
import { receiptKey } from "./receipt-key.ts";
import { findApplied } from "./read-receipts.ts";
import { copyToShadow, itemLockKeys, shadowed, unshadowed } from "./shadow-rows.ts";
import { ValueError } from "./value-error.ts";
import { writeBatch } from "./write-batch.ts";

/** Where a fault test stops the write path: `await` here, and kill. */
export type CommitPoint = "before-commit" | "after-commit";

export interface CommitOptions {
  readonly onPoint?: (point: CommitPoint) => Promise<void> | void;
}

export interface CommittedBatch {
  /** What became of the items that this call applied, by clock. */
  readonly outcomes: readonly Outcome[];
  /** Items that had a receipt already or whose job has ended: skipped. */
  readonly skipped: number;
  /** How long each transaction waited for the locks of its identifiers. */
  readonly lockWaitMs: readonly number[];
}

/**
 * Applies a batch of items in one transaction, with their receipts: the heart of Onefold.
 *
 * 1. share the locks of the batch jobs that it has rows of (so that none ends meanwhile), and lock every
 *    identifier, in one order for all (so that no two batches work on one person at a time)
 * 2. skip the items that have a receipt (so that a redelivered one is applied once), and rows of ended jobs
 * 3. resolve the identifiers, lock the records that they reach, read those
 * 4. fold the items over them in memory, by clock, pure
 * 5. write records, identifiers and receipts, a statement each
 *
 * A constant number of statements, whatever the number of items. An item given twice counts once.
 * @throws ValueError where a statement that carries the items' values failed, else what Postgres threw; then
 * nothing was applied, or, if the commit itself broke off, perhaps all of it: do it again
 */
export async function commitBatch(
  db: Database,
  items: readonly Item[],
  options: CommitOptions = {},
): Promise<CommittedBatch> {
  const batch = withoutRepeats(items);
  // Each statement must see what the locks waited for, whatever the role's default is.
  const transaction = db.transaction().setIsolationLevel("read committed");
  const committed = await transaction.execute(async (trx) => {
    const lockingSince = performance.now();
    const refs = batch.map((item) => item.ref);
    const ended = await shareJobs(trx, refs);
    await lockKeys(trx, batch.flatMap(itemLockKeys));
    const lockWaitMs = [performance.now() - lockingSince];
    const applied = await findApplied(trx, refs);
    const fresh = batch.filter(({ ref }) => !applied.has(receiptKey(ref)) && !ended.has(ref.jobId));
    const folded = await ValueError.from(async () => {
      const result = await foldFresh(trx, fresh);
      await writeBatch(trx, result);
      return result;
    });
    await options.onPoint?.("before-commit");
    return { outcomes: folded.outcomes, skipped: items.length - fresh.length, lockWaitMs };
  });
  await options.onPoint?.("after-commit");
  return committed;
}

/** Dry rows on copies of what they reach; their results are told as if they were not. */
async function foldFresh(trx: Transaction<Tables>, fresh: readonly Item[]): Promise<FoldedBatch> {
  const isDry = fresh.some(({ upsert }) => upsert.dryRun);
  if (!isDry) return foldBatch(await loadBatch(trx, fresh), fresh);
  await copyToShadow(trx, fresh);
  const home = new Map(fresh.map((item) => [receiptKey(item.ref), item]));
  const items = fresh.map(shadowed);
  const teams = new Map(items.map(({ ref }, index) => [ref.teamId, fresh[index]?.ref.teamId ?? ref.teamId]));
  const homeOf = (teamId: string) => teams.get(teamId) ?? teamId;
  const folded = foldBatch(await loadBatch(trx, items, { lock: true, homeOf }), items);
  const outcomes = folded.outcomes.map(({ item, result }) => {
    const own = home.get(receiptKey(item.ref)) ?? item;
    return { item: own, result: unshadowed(own, result) };
  });
  return { ...folded, outcomes };
}

function withoutRepeats(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [receiptKey(item.ref), item])).values()];
}
