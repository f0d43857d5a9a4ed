import { ApiError, ConnectionError } from "@onefold/client/source";
import type { ErrorBody } from "@onefold/client/types";
import type { FileFormat } from "./file-format.ts";

export interface Sending {
  readonly format: FileFormat;
  /** Of a CSV, where somebody has chosen it. */
  readonly charset?: string | undefined;
  readonly query: URLSearchParams;
  /** Sent with it, so that a repeat goes on instead of being a second import. */
  readonly idempotencyKey?: string | undefined;
  /** Ends it, with what is under way. Its reason is thrown. */
  readonly signal: AbortSignal;
  /** Called with the share that was sent, from 0 to 1. */
  onProgress?(share: number): void;
}

/**
 * Sends a file, or a part of one, as the browser reads it: it is never in memory as a whole. `fetch` doesn't tell how far
 * it is.
 * @throws ApiError, ConnectionError, the signal's reason
 */
export async function sendFile<T>(path: string, file: Blob, sending: Sending): Promise<T> {
  const { format, charset, query, idempotencyKey, signal, onProgress } = sending;
  signal.throwIfAborted();
  const request = new XMLHttpRequest();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  request.open("POST", `${path}?${query.toString()}`);
  request.setRequestHeader("X-Requested-With", "onefold-console");
  request.setRequestHeader(
    "Content-Type",
    charset === undefined ? format.type : `${format.type}; charset=${charset}`,
  );
  if (format.isGzip) request.setRequestHeader("Content-Encoding", "gzip");
  if (idempotencyKey !== undefined) request.setRequestHeader("Idempotency-Key", idempotencyKey);
  if (onProgress)
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
  request.addEventListener("error", () =>
    reject(new ConnectionError("The service can't be reached: send it again, and it goes on where it was.")),
  );
  request.addEventListener("load", () => {
    const { status, responseText } = request;
    try {
      if (status >= 200 && status < 300) resolve(JSON.parse(responseText));
      else reject(refusalOf(request));
    } catch (error) {
      reject(error);
    }
  });
  const abort = () => {
    request.abort();
    reject(signal.reason);
  };
  signal.addEventListener("abort", abort);
  request.send(file);
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function refusalOf(request: XMLHttpRequest): ApiError {
  const { status, responseText } = request;
  const requestId = request.getResponseHeader("x-request-id") ?? undefined;
  const body: ErrorBody | undefined = responseText.startsWith("{") ? JSON.parse(responseText) : undefined;
  return new ApiError({ status, body, requestId });
}

/** A random key. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
