import type { DeadLetterCause, Item, ItemRef, Rejected, Upsert } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { commitOnce } from "../commit/commit-once.ts";
import type { Replaced } from "../commit/commit-once.ts";
import { commitReady, OutageError } from "../commit/commit-ready.ts";
import { createLinked } from "../commit/create-linked.ts";
import type { RowResult } from "../jobs/read-results.ts";
import { readReceipts } from "../receipts/read-receipts.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { classifyError, refusalOf } from "../transactions/classify-error.ts";
import { ContentionError } from "../transactions/contention-error.ts";
import { retryContention } from "../transactions/retry-contention.ts";
import { transact } from "../transactions/transact.ts";
import { ValueError } from "../transactions/value-error.ts";
import { holdLetter, isAt } from "./hold-letter.ts";
import type { HeldLetter, NotHeld } from "./hold-letter.ts";
import { recountWrites } from "./recount.ts";

/** What becomes of a dead letter that is replayed. */
export interface Replay {
  readonly ref: ItemRef;
  /** The letter's own clock: it takes its place among what was accepted before and after it, whenever it is replayed. */
  readonly clock: number;
  /** As it was accepted, or mended. */
  readonly upsert: Upsert;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type ReplayedLetter =
  | { readonly kind: "replayed"; readonly result: RowResult }
  /** It can't be applied as things are: it is a dead letter still. Where its person was deleted since, it is replayed. */
  | { readonly kind: "rejected"; readonly result: Rejected }
  /** The database refuses it again: it is a dead letter still. */
  | { readonly kind: "refused"; readonly cause?: DeadLetterCause }
  | { readonly kind: "gone" }
  | { readonly kind: "job-open" };

/**
 * Applies a dead letter, under its own name and clock. The receipt of before makes way for the new one in the transaction
 * of the effect. So of several that replay or drop it at once one does it, and the others find it gone; and what was
 * written since stands.
 */
export async function replayLetter(db: Database, replay: Replay): Promise<ReplayedLetter> {
  const { ref, clock: at, upsert, now } = replay;
  try {
    await retryContention(() => apply(db, { ref, clock: at, upsert }));
  } catch (error) {
    if (error instanceof NotHeldError) return { kind: error.why };
    if (error instanceof RejectedError) return { kind: "rejected", result: error.result };
    if (classifyError(error) !== "poison") throw causeOf(error);
    const cause = refusalOf(error);
    const why = await retryContention(() => noteTry(db, ref, now));
    return why ? { kind: why } : { kind: "refused", ...(cause && { cause }) };
  }
  const receipt = (await readReceipts(db, [ref])).get(receiptKey(ref));
  // Its record was deleted, and its day dropped, right after.
  if (!receipt) return { kind: "gone" };
  const { clock, result, finishedAt } = receipt;
  return { kind: "replayed", result: { row: ref.row, clock, result, finishedAt } };
}

/** Callers judge what Postgres said. */
function causeOf(error: unknown): unknown {
  return error instanceof ValueError || error instanceof OutageError ? causeOf(error.cause) : error;
}

class NotHeldError extends Error {
  readonly why: NotHeld;

  constructor(why: NotHeld) {
    super(`the letter can't be held: ${why}`);
    this.name = "NotHeldError";
    this.why = why;
  }
}

/** Takes everything of a replay back. */
class RejectedError extends Error {
  readonly result: Rejected;

  constructor(result: Rejected) {
    super(`the letter is rejected: ${result.code}`);
    this.name = "RejectedError";
    this.result = result;
  }
}

async function apply(db: Database, item: Item): Promise<void> {
  let held: HeldLetter | undefined;
  const replaced: Replaced = {
    async take(trx) {
      const letter = await holdLetter(trx, item.ref);
      if (typeof letter === "string") throw new NotHeldError(letter);
      held = letter;
      await sql`delete from receipts r where ${isAt(item.ref)}`.execute(trx);
    },
    writes({ result }) {
      // What it gave is in the letter alone. A person who was deleted isn't to be kept there either.
      if (result.outcome === "rejected" && result.code !== "DELETED") throw new RejectedError(result);
      return held ? recountWrites(held.job, item.ref, held.result, result) : [];
    },
  };
  const ofEndedJobs = true;
  // What it wants to be linked to is created before, as it is for every item; and not for what is no letter.
  const why = await transact(db, async (trx) => ({ result: await holdLetter(trx, item.ref), writes: [] }));
  if (typeof why === "string") throw new NotHeldError(why);
  const commit = (some: readonly Item[]) => commitReady(db, some, { ofEndedJobs });
  const waiting = await createLinked(db, [item], commit, { isReplay: true });
  if (waiting.size > 0) throw new ContentionError("what it is linked to");
  await commitOnce(db, [item], { ofEndedJobs, replaced });
}

/** Counts that it was refused once more. */
async function noteTry(db: Database, ref: ItemRef, now: number): Promise<NotHeld | undefined> {
  return await transact(db, async (trx) => {
    const held = await holdLetter(trx, ref);
    if (typeof held === "string") return { result: held, writes: [] };
    const { letter } = held.result;
    const result = { ...held.result, letter: { ...letter, tries: (letter?.tries ?? 0) + 1, triedAt: now } };
    return {
      result: undefined,
      writes: [sql`update receipts r set result = ${JSON.stringify(result)}::json where ${isAt(ref)}`],
    };
  });
}
