import type { Operation, OperationKey } from "@onefold/records";
import type { Services } from "../services.ts";
import type { AppContext } from "./app-env.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { nameItem } from "./name-item.ts";
import { queryPairs } from "./query.ts";

/** A transaction holds its locks while it waits for a clock, so the wait is short. */
const CLOCK_MS = 2_000;

type Needs = Pick<Services, "jobIds" | "clock" | "producer" | "idempotency" | "limits">;

export interface NewOperation {
  /** The body of the request, if it has one. A repeat must have the same. */
  readonly body?: Uint8Array;
  /** Whether it changes nothing. Then an Idempotency-Key has no effect. */
  readonly dryRun?: boolean;
}

/**
 * Names an operation. Its clock is issued when the operation asks for it, by the same store as the clocks of upserts.
 * If the store issues none, the error is UNAVAILABLE.
 * @throws ApiError INVALID_REQUEST for a malformed Idempotency-Key
 */
export function newOperation(c: AppContext, services: Needs, { body, dryRun }: NewOperation = {}): Operation {
  const { userId, keyId } = c.get("key");
  const key = dryRun ? undefined : readKey(c, services, body ?? new Uint8Array());
  const ref = nameItem(c, services);
  const issueClock = (above: number) => services.producer.issueClock(1, { above, withinMs: CLOCK_MS });
  return { ref, issueClock, userId, keyId, ...(key && { key }) };
}

/** The path is a part of the fingerprint. It isn't stored anywhere else, as it may name a person. */
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
