import type { Identifier } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { dropCopies } from "../dry-run/drop-shadow.ts";
import { dropAttempts } from "../webhooks/write-attempts.ts";
import { writeDeletion } from "../receipts/write-receipts.ts";
import type { Erasure } from "./erasure.ts";
import { stripReceipts } from "./strip-receipts.ts";

/** How many receipts a deletion strips itself: nearly always all of them. */
const STRIPPED_AT_ONCE = 1_000;

/**
 * Strips the traces of a record in the transaction that deletes it, if they aren't too many, and notes the erasure
 * durably. `continueErasures` strips the rest, and what transactions that run beside this one leave.
 * @param identifiers those of the record
 * @returns whether nothing was left
 */
export async function beginErasure(
  trx: Transaction<Tables>,
  erasure: Erasure,
  identifiers: readonly Identifier[],
): Promise<boolean> {
  await dropCopies(trx, erasure.teamId, erasure.recordIds, identifiers);
  await dropAttempts(trx, erasure);
  const { next } = await stripReceipts(trx, erasure, { range: 0, clock: 0 }, STRIPPED_AT_ONCE);
  await writeDeletion(trx, erasure, next);
  return next === undefined;
}
