import type { Item, ItemRef, ItemResult, Upsert } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { createPauses } from "../create-pauses.ts";
import { dropInput } from "../erasure/drop-input.ts";
import { searchResult } from "../erasure/search-result.ts";
import { foldCommit } from "./fold-commit.ts";
import type { Outcome } from "./fold-commit.ts";
import type { NewReceipt } from "../receipts/new-receipt.ts";
import { inputOf } from "../jobs/input-of.ts";
import { insertMerges } from "../merge/merge-writes.ts";
import { shareJobs } from "../jobs/lock-jobs.ts";
import { loadCommit, reachedIn } from "./load-commit.ts";
import { lookUp } from "./look-up.ts";
import type { LookedUp } from "./look-up.ts";
import { isRow } from "./linked-items.ts";
import { recordWrites } from "./record-writes.ts";
import { locksOf, tryLocks } from "./lock-identifiers.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { findApplied } from "../receipts/read-receipts.ts";
import { copyToShadow } from "../dry-run/copy-to-shadow.ts";
import { placeOf } from "../dry-run/place-of.ts";
import type { Place } from "../dry-run/place-of.ts";
import { receiptWrites } from "../receipts/write-receipts.ts";
import { allEntities } from "../rows/entity-tables.ts";
import { keepMore, splitInOrder } from "./split-in-order.ts";
import type { Kept, Left } from "./split-in-order.ts";
import { ContentionError } from "../transactions/contention-error.ts";
import type { Statement } from "../transactions/statement.ts";
import { transact } from "../transactions/transact.ts";
import type { Work } from "../transactions/transact.ts";
import { ValueError } from "../transactions/value-error.ts";

/** Where a fault test stops the write path: `await` here, and kill. */
export type CommitPoint = "before-commit" | "after-commit";

export interface CommitOptions {
  readonly onPoint?: (point: CommitPoint) => Promise<void> | void;
  /** How many bytes a transaction reads and writes at most. Tests set it. */
  readonly maxBytes?: number;
  /** Items that wait for what they are to be linked to. They are left, as those are whose locks others hold. */
  readonly waiting?: ReadonlySet<Item>;
  /** Whether rows are applied, and not counted, though their job has ended: those of dead letters. */
  readonly ofEndedJobs?: boolean;
  /** Set if the items have receipts that make way for new ones: those of dead letters. */
  readonly replaced?: Replaced;
}

/** What a commit that replaces receipts does besides, in its transaction. */
export interface Replaced {
  /** Takes the receipts away, before everything else. */
  take(trx: Transaction<Tables>): Promise<void>;
  /** Gives what else changes with what becomes of an item. */
  writes(outcome: Outcome): readonly Statement[];
}

/** What a call committed. No outcome is of an item that should have come after one that is left. */
export interface Committed extends Left {
  /** What became of the items that this call applied, by clock. */
  readonly outcomes: readonly Outcome[];
  /** How many items were skipped: they had a receipt already, or their job has ended. */
  readonly skipped: number;
}

/** What one transaction committed, and what the items that it left keep from those that come after them. */
export interface CommittedOnce extends Committed {
  readonly kept: Kept;
}

/**
 * What a transaction reads of records, and writes as receipts, at most, in bytes or characters. Each receipt has its
 * record, and a record may take 256 Ki. It is more only if a single item needs more.
 */
const MAX_BYTES = 4 * 1024 * 1024;
/**
 * How much a transaction searches in receipts for whom they quote, in characters read. That takes some 50 ms, while its
 * session is silent.
 */
const MAX_STEPS = 4 * 1024 * 1024;

/**
 * Applies items in one transaction, a commit, with their receipts: the heart of Onefold.
 *
 * 1. share the locks of the upload jobs whose rows it has (so that none ends meanwhile), and lock every
 *    identifier (so that no two commits work on one person at a time)
 * 2. skip the items that have a receipt (so that a redelivered one is applied once), and rows of ended jobs
 * 3. resolve the identifiers, lock the records that they reach, read those
 * 4. fold the items over them in memory, by clock, pure
 * 5. write records, identifiers and receipts, a statement each
 *
 * It waits for nobody: a process that has a lock may stand still. An item that needs such a lock is left aside, with
 * those that must not overtake it, while all others are applied.
 *
 * The number of statements is constant, whatever the number of items. An item given twice counts once.
 * @param keptBefore what older items keep from these that were left before
 * @throws ValueError where a statement with the items' values failed, else what Postgres threw. Then nothing was
 * applied, or, if the commit itself broke off, perhaps all of it: do it again
 */
export async function commitOnce(
  db: Database,
  items: readonly Item[],
  options: CommitOptions = {},
  keptBefore: Kept = [],
): Promise<CommittedOnce> {
  const unique = withoutRepeats(items);
  const place = placeOf(unique);
  const { onPoint, maxBytes = MAX_BYTES, waiting, ofEndedJobs = false, replaced } = options;
  const committed = await transact<Applied>(db, async (trx) => {
    await replaced?.take(trx);
    const refs = unique.map((item) => item.ref);
    // All of these are sent together, the locks first.
    const [jobs, missed, applied, found] = await Promise.all([
      shareJobs(trx, refs),
      tryLocks(trx, unique.flatMap(locksOf)),
      findApplied(trx, refs),
      place.isDry ? undefined : ValueError.from(() => lookUpIn(trx, place, unique)),
    ]);
    const isHeld = (item: Item) =>
      waiting?.has(item) ||
      jobs.held.has(item.ref.jobId) ||
      (missed.size > 0 && locksOf(item).some((lock) => missed.has(lock)));
    const isOver = ({ jobId }: ItemRef) => !ofEndedJobs && jobs.ended.has(jobId);
    const due = unique.filter(({ ref }) => !applied.has(receiptKey(ref)) && !isOver(ref));
    const isSomeKept = missed.size + jobs.held.size + keptBefore.length + (waiting?.size ?? 0) > 0;
    const split = splitInOrder(due, (item) => (isHeld(item) ? "held" : undefined), {
      kept: keptBefore,
      reached: found && isSomeKept ? reachedIn(found, due) : undefined,
    });
    const { result, writes } = await ValueError.from(() =>
      applyFree(trx, place, split, found, { maxBytes, isCounted: !ofEndedJobs }),
    );
    const held = [...split.held, ...result.held];
    const rest = [...split.rest, ...result.rest];
    // What was taken away for nothing is put back.
    if (replaced && held.length + rest.length > 0) throw new ContentionError("a record");
    return {
      result: { ...result, held, rest },
      writes: replaced ? [...writes, ...result.outcomes.flatMap(replaced.writes)] : writes,
      ...(onPoint && { beforeCommit: () => onPoint("before-commit") }),
    };
  });
  if (committed.outcomes.length > 0) await onPoint?.("after-commit");
  const aside = new Set([...committed.held, ...committed.rest].map(({ ref }) => receiptKey(ref)));
  const done = items.filter(({ ref }) => !aside.has(receiptKey(ref)));
  return { ...committed, skipped: done.length - committed.outcomes.length };
}

type Applied = Omit<CommittedOnce, "skipped">;

/** Applies the items whose locks are held and that have no receipt. */
async function applyFree(
  trx: Transaction<Tables>,
  place: Place,
  { ready: free, kept: keptBefore }: ReturnType<typeof splitInOrder>,
  lookedUp: LookedUp | undefined,
  { maxBytes, isCounted }: { readonly maxBytes: number; readonly isCounted: boolean },
): Promise<Work<Applied>> {
  if (free.length === 0)
    return { result: { outcomes: [], held: [], rest: [], kept: keptBefore }, writes: [] };
  if (place.isDry) await copyToShadow(trx, free);
  const items = free.map(place.there);
  const found = lookedUp ?? (await lookUpIn(trx, place, items));
  const { state, ready, held, rest, kept, reached } = await loadCommit(trx, items, found, {
    maxBytes,
    homeOf: place.homeOf,
    kept: keptBefore,
  });
  const told: Outcome[] = [];
  const receipts: NewReceipt[] = [];
  const pauses = createPauses();
  let size = 0;
  let steps = 0;
  const folded = await foldCommit(state, ready, async (there) => {
    const outcome = place.told(there);
    const receipt = receiptOf(outcome);
    told.push(outcome);
    receipts.push(receipt);
    size += receipt.json.length;
    steps += receipt.steps;
    if (pauses.isDue()) await pauses.take();
    return size >= maxBytes || steps >= MAX_STEPS;
  });
  // The receipts that follow name these by their numbers.
  for (const { tables, merges } of Object.values(state.entities)) await insertMerges(trx, tables, merges);
  const receiptsWritten = await receiptWrites(trx, receipts, { isCounted });
  const outcomes = told.map((outcome, at) => ({ ...outcome, json: receiptsWritten.kept[at]?.json }));
  return {
    result: {
      outcomes,
      held: held.map(place.own),
      rest: [...folded.rest, ...rest].map(place.own),
      kept: keepMore(kept, "rest", folded.rest, reached),
    },
    writes: [...recordWrites(folded), ...receiptsWritten.writes],
  };
}

async function lookUpIn(
  trx: Transaction<Tables>,
  { homeOf }: Place,
  items: readonly Item[],
): Promise<LookedUp> {
  return await lookUp(trx, items, { homeOf, entities: allEntities });
}

/** Makes the receipt. It is written in the transaction of the effect that it tells of. */
function receiptOf({ item, result, lastMerge }: Outcome): NewReceipt & { json: string } {
  const { ref, clock, upsert } = item;
  const { keyId, entity, retryOf } = upsert;
  const searched = searchResult(isRow(ref) ? withInput(result, upsert) : result, entity);
  return { ref, clock, keyId, retryOf, lastMerge, ...searched, json: JSON.stringify(searched.result) };
}

/**
 * Adds what a rejected row gave, so that it can be mended and sent again. But nothing is kept of somebody who was
 * deleted.
 */
function withInput(result: ItemResult, upsert: Upsert): ItemResult {
  if (result.outcome !== "rejected") return result;
  if (result.code === "DELETED") return dropInput(result, "erased");
  return { ...result, input: inputOf(upsert) };
}

function withoutRepeats(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [receiptKey(item.ref), item])).values()];
}
