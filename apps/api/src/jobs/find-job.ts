import type { ItemRef } from "@onefold/contract";
import { readJob, readReceipts, receiptKey, settleLost } from "@onefold/records";
import type { UploadJob, StoredReceipt } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { jobExpired } from "../request/read-job-id.ts";
import type { Services } from "../services.ts";

/** A job that we issued. It is an upload, or the job of a single request, which is all in its receipt. */
export type FoundJob =
  | { readonly kind: "upload"; readonly job: UploadJob }
  | { readonly kind: "single"; readonly receipt: StoredReceipt | undefined };

type Needs = Pick<Services, "db" | "clock" | "log" | "metrics" | "limits">;

/**
 * Looks for both kinds at once, each by its key. An upload's row is written before its id is told to anybody.
 * @throws ApiError JOB_EXPIRED where the receipts of its day are gone
 */
export async function findJob(services: Needs, ref: ItemRef): Promise<FoundJob> {
  const { db } = services;
  return await reading(async () => {
    const [job, receipts] = await Promise.all([readJob(db, ref.teamId, ref.jobId), readReceipts(db, [ref])]);
    if (job) return { kind: "upload", job };
    const receipt = receipts.get(receiptKey(ref));
    return {
      kind: "single",
      receipt: receipt ?? (await receiptIfLost(services, ref, { wasAccepted: true })),
    };
  });
}

/** An item that is younger than this can't be known as lost. */
const YOUNG_MS = 5_000;

/**
 * Reads the receipt of an item that should long have one. If the queue can't hold the item any more, it gives the
 * receipt LOST. The first process to find that out raises the alarm.
 * @param options `wasAccepted`: whether the client was told that the item is accepted; an item that was never added
 * isn't lost
 * @throws ApiError JOB_EXPIRED where the receipts of its day are gone
 */
export async function receiptIfLost(
  { db, clock, log, metrics, limits }: Needs,
  ref: ItemRef,
  { wasAccepted }: { readonly wasAccepted: boolean },
): Promise<StoredReceipt | undefined> {
  if (clock.now() - ref.acceptedAt < YOUNG_MS) return undefined;
  const settled = await settleLost(db, ref);
  if (settled.kind === "expired") throw jobExpired(limits);
  if (settled.kind === "open") return undefined;
  if (settled.kind === "lost" && wasAccepted) {
    metrics.lost();
    log.error({ jobId: ref.jobId }, "the queue has lost a request that was accepted; its job fails");
  }
  return settled.receipt;
}
