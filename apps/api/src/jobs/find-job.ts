import type { ItemRef } from "@onefold/contract";
import { readJob, readReceipts, receiptKey } from "@onefold/records";
import type { BatchJob, StoredReceipt } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import type { Services } from "../services.ts";

/** A job that we issued: a batch, or that of a single request, which is all in its receipt. */
export type FoundJob =
  | { readonly kind: "batch"; readonly job: BatchJob }
  | { readonly kind: "single"; readonly receipt: StoredReceipt | undefined };

/** Both are looked for at once, each by its key. A batch has its row before its id is told to anybody. */
export async function findJob({ db }: Pick<Services, "db">, ref: ItemRef): Promise<FoundJob> {
  return await reading(async () => {
    const [job, receipts] = await Promise.all([readJob(db, ref.teamId, ref.jobId), readReceipts(db, [ref])]);
    return job ? { kind: "batch", job } : { kind: "single", receipt: receipts.get(receiptKey(ref)) };
  });
}
