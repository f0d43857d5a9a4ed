import type { ItemRef, Upsert, Entity } from "@onefold/contract";
import { isLockTimeout, isOutage } from "@onefold/database";
import {
  findIdempotencyKey,
  HELD_ADD_MS,
  holdWatermark,
  isLost,
  readReceipts,
  receiptKey,
  renewIdempotencyKey,
} from "@onefold/records";
import type { IdempotencyName, IdempotencyRow, Receipt, StoredReceipt } from "@onefold/records";
import { answerUpsert } from "./answer-upsert.ts";
import { ApiError } from "./errors/api-error.ts";
import { idempotencyUnavailable } from "./errors/unavailable.ts";
import { receiptIfLost } from "./jobs/find-job.ts";
import type { MadeClaim } from "./idempotency/shared-claims.ts";
import type { Waiter } from "./receipts/receipt-watcher.ts";
import { nameItem } from "./request/name-item.ts";
import type { AppContext } from "./request/app-env.ts";
import { idempotencyName } from "./request/idempotency-name.ts";
import type { Wait } from "./request/prefer.ts";
import { queryPairs } from "./request/query.ts";
import { parseBody, readBytes } from "./request/read-body.ts";
import type { UpsertOptions } from "./request/upsert-options.ts";
import type { Services } from "./services.ts";
import { validateUpsert } from "./validate/validate-upsert.ts";

export interface OnceOptions {
  /** The Idempotency-Key. */
  readonly key: string;
  readonly options: UpsertOptions;
  readonly wait: Wait;
}

/**
 * The way of an upsert with an Idempotency-Key. The first request names the
 * item and its clock in a row, which is written before the item is added and marked after it. A repeat finds
 * the row and answers for the same item; where the row isn't marked it adds the item again, with the same name
 * and clock, and the receipt makes one of the two a no-op.
 */
export async function acceptOnce(
  c: AppContext,
  services: Services,
  entity: Entity,
  { key, options, wait }: OnceOptions,
): Promise<Response> {
  const { producer, watcher } = services;
  const { hashes, claims } = services.idempotency;
  const bytes = await readBytes(c, services.limits);
  const name = idempotencyName(c, hashes, key);
  const fingerprint = hashes.fingerprint({ body: bytes, query: queryPairs(c) });
  const { estimatedStartMs } = producer.backlog();
  const waitMs = estimatedStartMs > wait.waitMs ? 0 : wait.waitMs;
  const deadline = performance.now() + waitMs;
  using waiting = new DisposableStack();
  let own: Waiter<Receipt> | undefined;

  const { ref, replayed } = await claims.run(name, fingerprint, () => {
    const upsert = () => validateUpsert(c, services, entity, parseBody(bytes), options);
    return claim(c, services, { name, fingerprint, upsert, add });
  });
  c.set("jobId", ref.jobId);
  if (replayed) services.metrics.repeated();
  const timeLeft = () => Math.max(0, deadline - performance.now());
  const known = replayed && wait.waitMs > 0 ? await receiptOf(services, ref, timeLeft) : undefined;
  const receipt = known ?? (await own?.receipt(timeLeft()));
  const headers = replayed ? { "Idempotent-Replayed": "true" } : {};
  return answerUpsert(c, { ref, receipt, wait, estimatedStartMs, headers });

  /** Adds the item. Its waiter is registered before, so that no wake-up is missed. */
  async function add(item: ItemRef, upsert: Upsert, { clock, by }: Adding): Promise<void> {
    if (waitMs > 0) own = waiting.use(watcher.expectReply(item));
    await producer.submit(item, upsert, { wait: waitMs > 0, bytes: bytes.length, clock, by });
  }
}

interface Adding {
  readonly clock: number;
  /** Until when (`performance.now()`) the watermark is held back. Set only for an item that is added again. */
  readonly by?: number;
}

interface ClaimRequest {
  readonly name: IdempotencyName;
  readonly fingerprint: Buffer;
  /** Validates the body. */
  upsert(): Promise<Upsert>;
  add(ref: ItemRef, upsert: Upsert, adding: Adding): Promise<void>;
}

/** Sees to it that the item of this key is in the queue, or has been. */
async function claim(c: AppContext, services: Services, request: ClaimRequest): Promise<MadeClaim> {
  const { name, fingerprint } = request;
  const { keys } = services.idempotency;
  let own: { readonly upsert: Upsert; readonly ref: ItemRef } | undefined;
  let standing: IdempotencyRow;
  try {
    const upsert = await request.upsert();
    services.producer.requireRoom();
    const ref = nameItem(c, services);
    own = { upsert, ref };
    standing = await fromDatabase(() => keys.claim({ name, fingerprint, jobId: ref.jobId }));
  } catch (error) {
    // Where it is away, every look would wait for it once more.
    if (isDatabaseAway(error)) throw error;
    // A repeat is answered also where its request wouldn't be taken now.
    const known = await fromDatabase(() => findKey(services, name));
    if (!known) throw error;
    standing = known;
  }
  if (!own) return await claimAgain(c, services, request, standing);
  const { upsert, ref } = own;
  if (standing.jobId !== ref.jobId)
    return await claimAgain(c, services, { ...request, upsert: () => Promise.resolve(upsert) }, standing);
  await services.onPoint?.("before-add");
  await request.add(ref, upsert, { clock: standing.clock });
  await services.onPoint?.("after-add");
  return { ref, replayed: false, noted: keys.mark({ name, jobId: ref.jobId }) };
}

/** Not so where a lock was waited for in vain: the request may have shared its statement with the one it was for. */
function isDatabaseAway(error: unknown): boolean {
  return error instanceof ApiError && isOutage(error.cause) && !isLockTimeout(error.cause);
}

async function findKey({ db, limits }: Services, name: IdempotencyName): Promise<IdempotencyRow | undefined> {
  return await findIdempotencyKey(db, name, { maxAgeDays: limits.receiptRetentionDays });
}

/** The row is there already, from before or from a request of another process at the same time. */
async function claimAgain(
  c: AppContext,
  services: Services,
  request: ClaimRequest,
  row: IdempotencyRow,
): Promise<MadeClaim> {
  const { name, fingerprint } = request;
  if (!row.fingerprint.equals(fingerprint)) throw reused(row);
  const ref = refOf(services, name.teamId, row);
  // Its old name is never added again then: whoever asked for that job was told that it is lost.
  if (isLost(await fromDatabase(() => receiptIfLost(services, ref, { wasAccepted: row.added }))))
    return await claimAnew(c, services, request, row);
  if (row.added) return { ref, replayed: true, noted: Promise.resolve() };
  return await addAgain(c, services, request, { row, ref });
}

/**
 * It may be in the queue or not, and its chunk will be as old as its acceptance: so the watermark is held back before
 * its receipt is looked for, and nobody takes it for lost until the chunk is there.
 */
async function addAgain(
  c: AppContext,
  services: Services,
  request: ClaimRequest,
  { row, ref }: { readonly row: IdempotencyRow; readonly ref: ItemRef },
): Promise<MadeClaim> {
  const by = performance.now() + HELD_ADD_MS;
  const isHeld = await fromDatabase(() => holdWatermark(services.db, ref.acceptedAt));
  const receipt = await findReceipt(services, ref);
  // The watermark has passed it a moment ago.
  if (receipt ? isLost(receipt) : !isHeld) return await claimAgain(c, services, request, row);
  if (!receipt) await request.add(ref, asRepeat(await request.upsert(), row), { clock: row.clock, by });
  return {
    ref,
    replayed: true,
    noted: services.idempotency.keys.mark({ name: request.name, jobId: ref.jobId }),
  };
}

/** The queue lost the item: the request is accepted again, as another job. */
async function claimAnew(
  c: AppContext,
  services: Services,
  request: ClaimRequest,
  row: IdempotencyRow,
): Promise<MadeClaim> {
  const { db, producer } = services;
  const upsert = await request.upsert();
  const ref = nameItem(c, services);
  const clock = await producer.issueClock();
  const own = { from: row.jobId, jobId: ref.jobId, clock };
  // Another repeat was faster: this one answers for what that made of it.
  if (!(await fromDatabase(() => renewIdempotencyKey(db, request.name, own))))
    return await claim(c, services, { ...request, upsert: () => Promise.resolve(upsert) });
  await request.add(ref, asRepeat(upsert, { clock, firstClock: row.firstClock }), { clock });
  return {
    ref,
    replayed: false,
    noted: services.idempotency.keys.mark({ name: request.name, jobId: ref.jobId }),
  };
}

/** Whoever was deleted since the key's first job was accepted isn't brought back by a later one of the key. */
function asRepeat(
  upsert: Upsert,
  { clock, firstClock }: Pick<IdempotencyRow, "clock" | "firstClock">,
): Upsert {
  return firstClock === clock ? upsert : { ...upsert, retryOf: firstClock };
}

/** The other's job is named once it is accepted: before, nobody would know what became of it. */
function reused({ jobId, added }: IdempotencyRow): ApiError {
  return new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    `This Idempotency-Key belongs to ${added ? jobId : "another request"}, whose request had another body or query; nothing of this one ` +
      "was applied. A retry repeats both byte for byte; a new request takes a new key.",
  );
}

/** The item's name is all in its job's id. */
function refOf({ jobIds }: Services, teamId: string, { jobId }: IdempotencyRow): ItemRef {
  const job = jobIds.read(teamId, jobId);
  if (job) return { teamId, jobId, row: 0, acceptedAt: job.acceptedAt };
  throw new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    "This Idempotency-Key was used before JOB_ID_SECRET was changed, and what became of it can't be told. " +
      "Nothing of this request was applied; to apply it, perhaps again, use a new key.",
  );
}

/** Waits for the receipt of an item that was added before. A database that is away is waited for too. */
async function receiptOf(
  services: Services,
  ref: ItemRef,
  timeLeft: () => number,
): Promise<StoredReceipt | undefined> {
  // Before the look, so that none is missed between the two.
  using waiter = services.watcher.expectStored(ref);
  const receipt = await findReceipt(services, ref).catch(() => undefined);
  return receipt ?? (await waiter.receipt(timeLeft()));
}

async function findReceipt({ db }: Services, ref: ItemRef): Promise<StoredReceipt | undefined> {
  const receipts = await fromDatabase(() => readReceipts(db, [ref]));
  return receipts.get(receiptKey(ref));
}

async function fromDatabase<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isOutage(error) ? idempotencyUnavailable(error) : error;
  }
}
