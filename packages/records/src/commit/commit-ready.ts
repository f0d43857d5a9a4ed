import { setTimeout as delay } from "node:timers/promises";
import type { Item, Rejected } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { classifyError } from "../transactions/classify-error.ts";
import { commitOnce } from "./commit-once.ts";
import type { CommitOptions, Committed } from "./commit-once.ts";
import { refused } from "../dead-letters/letter.ts";
import type { Outcome } from "./fold-commit.ts";
import { createLinked } from "./create-linked.ts";
import { keepMore } from "./split-in-order.ts";
import type { Kept } from "./split-in-order.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { rejectItems } from "../receipts/reject-items.ts";
import type { Rejection } from "../receipts/reject-items.ts";

/** Thrown when nothing is wrong with the items, but the database can't take them now. Wait, and try again. */
export class OutageError extends Error {
  constructor(cause: unknown) {
    super("the database can't commit now", { cause });
    this.name = "OutageError";
  }
}

/** Thrown when every item of a large commit was refused: then the database or this program is wrong. */
export class AllPoisonError extends Error {
  constructor(count: number, cause: unknown) {
    super(`all ${count} items of a commit were refused by the database`, { cause });
    this.name = "AllPoisonError";
  }
}

/**
 * Brings those items to their final state that nobody keeps from it now. It commits them, in smaller parts if one
 * fails. An item whose values the database refuses is rejected alone. The others are left as `held` and `rest`.
 * @throws OutageError when the database can't commit now, AllPoisonError; in both cases some of the items may be done:
 * give all of them again
 */
export async function commitReady(
  db: Database,
  items: readonly Item[],
  options: CommitOptions = {},
): Promise<Committed> {
  const poison: { item: Item; cause: unknown }[] = [];
  // What was left of a part keeps its followers in the parts after it. So parts go by clock.
  let kept: Kept = [];
  const report = { outcomes: [] as Outcome[], skipped: 0, held: [] as Item[], rest: [] as Item[] };
  // What items want to be linked to is there before them.
  const waiting = await createLinked(db, items, commitFirst);
  await commitHalving(items);
  if (poison.length >= SUSPICIOUS && poison.length === items.length)
    throw new AllPoisonError(poison.length, poison[0]?.cause);
  await rejectPoison();
  return report;

  /** Some may be among the items: those are done then, and are told of here. */
  async function commitFirst(some: readonly Item[]) {
    const committed = await commitReady(db, some, options);
    const own = new Set(items.map(({ ref }) => receiptKey(ref)));
    report.outcomes.push(...committed.outcomes.filter(({ item }) => own.has(receiptKey(item.ref))));
    return committed;
  }

  function hold(part: readonly Item[]): void {
    report.held.push(...part);
    kept = keepMore(kept, "held", part);
  }

  async function commitHalving(part: readonly Item[], tries = TRIES): Promise<void> {
    try {
      const committed = await commitOnce(db, part, { ...options, waiting }, kept);
      report.outcomes.push(...committed.outcomes);
      report.skipped += committed.skipped;
      report.held.push(...committed.held);
      report.rest.push(...committed.rest);
      kept = committed.kept;
    } catch (error) {
      const kind = classifyError(error);
      const [only] = part;
      if (kind === "poison" && part.length === 1 && only) poison.push({ item: only, cause: error });
      else if (kind === "contention" && tries > 1) await commitAgain(part, tries - 1);
      // A lock on a whole table keeps all of them. In halves, each half would wait as long again.
      else if (kind === "blocked" || (kind === "contention" && part.length === 1)) hold(part);
      else if (kind === "outage" || part.length === 1) throw new OutageError(error);
      else {
        const middle = Math.ceil(part.length / 2);
        const inOrder = part.toSorted((a, b) => a.clock - b.clock);
        await commitHalving(inOrder.slice(0, middle));
        await commitHalving(inOrder.slice(middle));
      }
    }
  }

  async function commitAgain(part: readonly Item[], tries: number): Promise<void> {
    // The delay is random, so that two that collided don't collide again.
    await delay(Math.random() * PAUSE_MS);
    await commitHalving(part, tries);
  }

  async function rejectPoison(): Promise<void> {
    const rejected = poison.map(({ item, cause }) => ({ item, result: refused(item, cause) }));
    try {
      await rejectItems(db, rejected.map(rejectionOf));
      report.outcomes.push(...rejected);
    } catch (error) {
      const kind = classifyError(error);
      if (kind !== "contention" && kind !== "blocked") throw new OutageError(error);
      hold(rejected.map(({ item }) => item));
    }
  }
}

/** A commit that loses a race this often is halved: one of its items is in the others' way. */
const TRIES = 3;
const PAUSE_MS = 20;
/** From this many items on, it isn't believed that every single one is refused. */
const SUSPICIOUS = 8;

function rejectionOf({ item, result }: { item: Item; result: Rejected }): Rejection {
  const { keyId, entity, retryOf } = item.upsert;
  return { ref: item.ref, clock: item.clock, keyId, entity, retryOf, result };
}
