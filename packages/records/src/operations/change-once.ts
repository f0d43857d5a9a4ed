import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { hashKey32 } from "../commit/lock-identifiers.ts";
import type { Done } from "../receipts/leave-receipt.ts";
import { readReceipts } from "../receipts/read-receipts.ts";
import { receiptDay, receiptKey } from "../receipts/receipt-key.ts";
import { changeRecords } from "./change-records.ts";
import type { Operation, OperationKey } from "./operation.ts";

/** What an operation came to, or what became of it the first time, if its Idempotency-Key was used before. */
export type Once<T> = T | Earlier<T>;

export type Earlier<T> =
  /** The same request used the key: this is what it came to then. Nothing is done again. */
  | { readonly kind: "repeated"; readonly jobId: string; readonly outcome: T }
  /** The same request used the key, but its record was deleted since, and with it what the request answered. */
  | { readonly kind: "erased-since"; readonly jobId: string }
  /** Another request used the key, and nothing was done. A deletion's job can't be asked for, so it isn't named. */
  | { readonly kind: "key-reused"; readonly jobId?: string };

/** How an outcome is told again, from its receipt and the ids that are kept nowhere else. */
export interface Repeatable<T> {
  /** Gives undefined if nothing was done: then the key stays unused. */
  idsOf(outcome: T): readonly string[] | undefined;
  /** @param done absent where its record was deleted since, or there is no receipt */
  outcomeOf(ids: readonly string[], done: Done | undefined): T | undefined;
}

/**
 * Runs an operation, once for each Idempotency-Key. The key's row is written in the transaction of the effect, so one
 * is there if and only if the other is. Repeats in flight at once wait for each other.
 */
export async function changeOnce<T>(
  db: Database,
  operation: Operation,
  repeatable: Repeatable<T>,
  change: (trx: Transaction<Tables>) => Promise<T>,
): Promise<Once<T>> {
  const { key } = operation;
  if (!key) return changeRecords(db, operation, change);
  return changeRecords(db, operation, async (trx): Promise<Once<T>> => {
    await lockKey(trx, operation, key);
    const before = await findUse(trx, operation, key);
    if (before) return repeat(trx, operation, key, repeatable, before);
    const outcome = await change(trx);
    const ids = repeatable.idsOf(outcome);
    if (ids) await keepUse(trx, operation, key, ids);
    return outcome;
  });
}

/** This is "folk". It stands beside the class of the identifiers' locks, and is taken before all of those. */
const KEY_LOCK = 0x666f6c6b;

/** This stands in the place of a route: a key belongs to one operation, whichever route it came by. */
const ROUTE = "operation";

async function lockKey(
  trx: Transaction<Tables>,
  { ref }: Operation,
  { keyHash }: OperationKey,
): Promise<void> {
  const hash = hashKey32(`${ref.teamId} ${keyHash.toString("base64")}`);
  await sql`select pg_advisory_xact_lock(${KEY_LOCK}::int, ${hash}::int)`.execute(trx);
}

interface Use {
  jobId: string;
  fingerprint: Buffer;
  day: string | null;
  recordIds: string[] | null;
}

async function findUse(
  trx: Transaction<Tables>,
  { ref }: Operation,
  { keyHash, maxAgeDays }: OperationKey,
): Promise<Use | undefined> {
  return await trx
    .selectFrom("idempotency_keys")
    .select(["job_id as jobId", "fingerprint", "day", "record_ids as recordIds"])
    .where("team_id", "=", ref.teamId)
    .where("route", "=", ROUTE)
    .where("key_hash", "=", keyHash)
    .where("created_at", ">=", sql<Date>`now() - make_interval(hours => ${maxAgeDays * 24})`)
    .executeTakeFirst();
}

async function repeat<T>(
  trx: Transaction<Tables>,
  { ref }: Operation,
  { fingerprint }: OperationKey,
  { outcomeOf }: Repeatable<T>,
  use: Use,
): Promise<Once<T>> {
  const { jobId, recordIds, day } = use;
  const name = { teamId: ref.teamId, jobId, row: 0, acceptedAt: Date.parse(day ?? "") };
  const receipt = (await readReceipts(trx, [name])).get(receiptKey(name));
  if (!use.fingerprint.equals(fingerprint)) return { kind: "key-reused", ...(receipt && { jobId }) };
  const result = receipt?.result;
  const done =
    receipt && result && result.outcome !== "rejected" && result.outcome !== "erased"
      ? { applied: result, clock: receipt.clock }
      : undefined;
  const outcome = outcomeOf(recordIds ?? [], done);
  return outcome === undefined ? { kind: "erased-since", jobId } : { kind: "repeated", jobId, outcome };
}

/** Keeps the key. It may replace a row that fell due and that housekeeping has yet to delete. */
async function keepUse(
  trx: Transaction<Tables>,
  { ref }: Operation,
  { keyHash, fingerprint }: OperationKey,
  ids: readonly string[],
): Promise<void> {
  const use = {
    job_id: ref.jobId,
    fingerprint,
    // The receipt has the clock. Nothing of an operation is ever in the queue.
    clock: 0,
    added: true,
    day: receiptDay(ref.acceptedAt),
    record_ids: [...ids],
  };
  await trx
    .insertInto("idempotency_keys")
    .values({ team_id: ref.teamId, route: ROUTE, key_hash: keyHash, ...use })
    .onConflict((conflict) =>
      conflict
        .columns(["team_id", "route", "key_hash"])
        .doUpdateSet((row) => ({ ...use, created_at: row.ref("excluded.created_at") })),
    )
    .execute();
}
