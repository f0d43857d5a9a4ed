import type { ItemRef, Upsert } from "@onefold/contract";
import { QueueUnavailableError } from "@onefold/queue";
import type { StoredReceipt } from "@onefold/records";
import { acceptOnce } from "./accept-once.ts";
import { answerUpsert } from "./answer-upsert.ts";
import { queueUnavailable } from "./errors/unavailable.ts";
import { nameItem } from "./request/name-item.ts";
import { previewAnswer } from "./preview-answer.ts";
import type { AppContext } from "./request/app-env.ts";
import { readIdempotencyKey } from "./request/idempotency-key.ts";
import { readPrefer } from "./request/prefer.ts";
import { readBody } from "./request/read-body.ts";
import { readUpsertOptions } from "./request/upsert-options.ts";
import type { Services } from "./services.ts";
import { validateUpsert } from "./validate-upsert.ts";
import type { UpsertKind } from "./validate-upsert.ts";

/**
 * The way of an upsert through the API (DESIGN.md, "The way of a request"): validate, name the item, add
 * it durably, and wait for its receipt if the client wants that and it can be met.
 */
export async function acceptUpsert(c: AppContext, services: Services, kind: UpsertKind): Promise<Response> {
  const { onConflict, dryRun } = readUpsertOptions(c);
  if (dryRun) return await previewAnswer(c, services, kind, onConflict);
  const wait = readPrefer(c.req.header("prefer"), services.limits.waitMs);
  const key = readIdempotencyKey(c.req.header("idempotency-key"));
  if (key !== undefined) return await acceptOnce(c, services, kind, { key, onConflict, wait });
  const body = await readBody(c, services.limits);
  const upsert = await validateUpsert(c, services, kind, body, onConflict);

  const ref = nameItem(c, services);
  const { estimatedStartMs } = services.producer.backlog();
  const waitMs = estimatedStartMs > wait.waitMs ? 0 : wait.waitMs;
  const receipt = await submit(services, ref, upsert, { waitMs, bytes: announcedLength(c) });
  return answerUpsert(c, { ref, receipt, wait, estimatedStartMs });
}

/** Of the body, which Node holds against it; undefined for a chunked one. */
function announcedLength(c: AppContext): number | undefined {
  const length = c.env.incoming.headers["content-length"];
  return length === undefined ? undefined : Number(length);
}

/** Adds the item; its waiter is registered before, so that no wake-up is missed. */
async function submit(
  { producer, watcher }: Services,
  ref: ItemRef,
  upsert: Upsert,
  { waitMs, bytes }: { waitMs: number; bytes: number | undefined },
): Promise<StoredReceipt | undefined> {
  const deadline = performance.now() + waitMs;
  using waiter = waitMs > 0 ? watcher.expect(ref, "own") : undefined;
  try {
    await producer.submit(ref, upsert, { wait: waiter !== undefined, bytes });
  } catch (error) {
    throw error instanceof QueueUnavailableError ? queueUnavailable(error) : error;
  }
  return await waiter?.receipt(Math.max(0, deadline - performance.now()));
}
