import type { ItemRef } from "@onefold/contract";
import { readJob, readReceipts, receiptKey, settleLost } from "@onefold/records";
import type { UploadJob, StoredReceipt } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import type { Services } from "../services.ts";

/** A job that we issued: an upload, or that of a single request, which is all in its receipt. */
export type FoundJob =
  | { readonly kind: "batch"; readonly job: UploadJob }
  | { readonly kind: "single"; readonly receipt: StoredReceipt | undefined };

/** Both are looked for at once, each by its key. An upload has its row before its id is told to anybody. */
export async function findJob(
  { db, clock }: Pick<Services, "db" | "clock">,
  ref: ItemRef,
): Promise<FoundJob> {
  return await reading(async () => {
    const [job, receipts] = await Promise.all([readJob(db, ref.teamId, ref.jobId), readReceipts(db, [ref])]);
    if (job) return { kind: "batch", job };
    const receipt = receipts.get(receiptKey(ref));
    return { kind: "single", receipt: receipt ?? (await receiptIfLost({ db, clock }, ref)) };
  });
}

/** So young an item can't be known as lost. */
const YOUNG_MS = 5_000;

/** LOST where the queue can't hold the item any more. Asks only for what should long have its receipt. */
export async function receiptIfLost(
  { db, clock }: Pick<Services, "db" | "clock">,
  ref: ItemRef,
): Promise<StoredReceipt | undefined> {
  return clock.now() - ref.acceptedAt < YOUNG_MS ? undefined : await settleLost(db, ref);
}
