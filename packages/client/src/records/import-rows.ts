import type { BatchAcceptedAnswer } from "../generated/openapi.ts";
import { jsonOf, newIdempotencyKey } from "../http/calls.ts";
import type { Http, Query } from "../http/create-http.ts";
import { UPLOAD_DEFAULTS } from "../options.ts";
import type { WriteOptions } from "../options.ts";
import type { Entity } from "./entities.ts";
import { bodyOf } from "./import-source.ts";
import type { ImportSource } from "./import-source.ts";

const TYPES = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  ndjson: "application/x-ndjson",
  json: "application/json",
} as const;

export interface ImportFormat {
  readonly format: keyof typeof TYPES;
  /** Of a CSV, where it is known. */
  readonly charset?: string | undefined;
  /** Whether it is compressed. */
  readonly gzip?: boolean | undefined;
}

/**
 * Sends an upload until the service has all of it. One that breaks off goes on where it was, by its Idempotency-Key.
 * @throws what reading the source throws
 */
export async function importRows(
  http: Http,
  { path }: Entity,
  source: ImportSource,
  { format, charset, gzip }: ImportFormat,
  { query, ...options }: WriteOptions & { readonly query: Query },
): Promise<BatchAcceptedAnswer> {
  const { idempotencyKey = newIdempotencyKey(), ...call } = options;
  const { attemptTimeoutMs, timeoutMs } = UPLOAD_DEFAULTS;
  const type = TYPES[format];
  const body = bodyOf(source);
  try {
    return await http.send(
      {
        ...call,
        attemptTimeoutMs: call.attemptTimeoutMs ?? attemptTimeoutMs,
        timeoutMs: call.timeoutMs ?? timeoutMs,
        method: "POST",
        path: `${path}/batch`,
        query,
        headers: {
          "Content-Type": charset === undefined ? type : `${type}; charset=${charset}`,
          ...(gzip === true && { "Content-Encoding": "gzip" }),
          "Idempotency-Key": idempotencyKey,
        },
        body: body.make,
        isRepeatable: body.isRepeatable,
        // Its source may be made of other calls.
        isUncounted: true,
        ...(!body.isRepeatable && { maxRetries: 0 }),
      },
      jsonOf<BatchAcceptedAnswer>,
    );
  } catch (error) {
    const failure = body.failure();
    throw failure ? failure.error : error;
  }
}
