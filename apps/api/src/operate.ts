import type { Earlier, Once, Operation } from "@onefold/records";
import { ApiError } from "./errors/api-error.ts";
import { writing } from "./errors/writing.ts";
import type { AppContext } from "./request/app-env.ts";
import { idempotencyKeyHeader } from "./request/idempotency-key.ts";
import { newOperation } from "./request/new-operation.ts";
import type { NewOperation } from "./request/new-operation.ts";
import type { Services } from "./services.ts";

/** The headers that every operation on single records takes. */
export const OPERATION_HEADERS = idempotencyKeyHeader(
  "Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence " +
    "or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts " +
    "per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; " +
    "one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410.",
);

/** What an operation came to, now or when its Idempotency-Key was first used. */
export interface Operated<T> {
  readonly outcome: T;
  /** The job of the request that did it. */
  readonly jobId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Runs an operation on single records. If the request has an Idempotency-Key, the operation runs once for that key.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED, DELETED for a repeat whose record was deleted since, UNAVAILABLE
 */
export async function operate<T extends { readonly kind: string }>(
  c: AppContext,
  services: Services,
  run: (operation: Operation) => Promise<Once<T>>,
  options: NewOperation = {},
): Promise<Operated<T>> {
  const operation = newOperation(c, services, options);
  const operated = await writing(() =>
    run(operation).then((once) =>
      isEarlier(once)
        ? earlier(c, services, once)
        : { outcome: once, jobId: operation.ref.jobId, headers: {} },
    ),
  );
  await services.onPoint?.("after-operation");
  return operated;
}

function isEarlier<T extends { readonly kind: string }>(once: Once<T>): once is Earlier<T> {
  return ["repeated", "erased-since", "key-reused"].includes(once.kind);
}

function earlier<T>(c: AppContext, { metrics }: Services, once: Earlier<T>): Operated<T> {
  if (once.kind === "key-reused") throw reused(once.jobId);
  const { jobId } = once;
  c.set("jobId", jobId);
  metrics.repeated();
  const headers = { "Idempotent-Replayed": "true" };
  if (once.kind === "erased-since") throw new ApiError("DELETED", ERASED, { headers });
  return { outcome: once.outcome, jobId, headers };
}

const ERASED =
  "This request was applied under its Idempotency-Key, and its record was deleted since: nothing of the answer is kept.";

function reused(jobId = "another request"): ApiError {
  return new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    `This Idempotency-Key belongs to ${jobId}: one with another path, query or body. Nothing of ` +
      "this one was applied. A retry repeats all of them byte for byte; a new request takes a new key.",
  );
}
