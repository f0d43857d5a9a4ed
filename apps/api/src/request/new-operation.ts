import type { Operation, OperationKey } from "@onefold/records";
import type { Services } from "../services.ts";
import type { AppContext } from "./app-env.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { nameItem } from "./name-item.ts";
import { queryPairs } from "./query.ts";

/** While a transaction holds its locks, so not for long. */
const CLOCK_MS = 2_000;

type Needs = Pick<Services, "jobIds" | "clock" | "producer" | "idempotency" | "limits">;

export interface NewOperation {
  /** Of the request, where it has one: a part of what a repeat must say again. */
  readonly body?: Uint8Array;
  /** Changes nothing, so an Idempotency-Key counts for nothing. */
  readonly dryRun?: boolean;
}

/**
 * Names an operation. Its clock is of the same deployment as the upserts', and is issued when the operation asks
 * for it: UNAVAILABLE where the queue's store issues none.
 * @throws ApiError INVALID_REQUEST for a malformed Idempotency-Key
 */
export function newOperation(c: AppContext, services: Needs, { body, dryRun }: NewOperation = {}): Operation {
  const { userId, keyId } = c.get("key");
  const key = dryRun ? undefined : readKey(c, services, body ?? new Uint8Array());
  const ref = nameItem(c, services);
  const issueClock = (above: number) => services.producer.issueClock(1, { above, withinMs: CLOCK_MS });
  return { ref, issueClock, userId, keyId, ...(key && { key }) };
}

/** The path is a part of the fingerprint and stands nowhere else: it may name a person. */
function readKey(
  c: AppContext,
  { idempotency: { hashes }, limits }: Needs,
  body: Uint8Array,
): OperationKey | undefined {
  const key = readIdempotencyKey(c.req.header("idempotency-key"));
  if (key === undefined) return undefined;
  const said = Buffer.concat([Buffer.from(`${c.req.method} ${c.req.path}\n`), body]);
  return {
    keyHash: hashes.key(key),
    fingerprint: hashes.fingerprint({ body: said, query: queryPairs(c) }),
    maxAgeDays: limits.receiptRetentionDays,
  };
}
