import type { CallOptions, WriteOptions } from "../options.ts";
import type { Http, Query } from "./create-http.ts";

/** Reads JSON. */
export async function readJson<T>(
  http: Http,
  path: string,
  query: Query,
  options: CallOptions & { readonly isUncounted?: boolean } = {},
): Promise<T> {
  return await http.send({ ...options, method: "GET", path, query, isRepeatable: true }, jsonOf<T>);
}

export interface Write extends WriteOptions {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Writes under an Idempotency-Key: once, however often it is sent. */
export async function writeJson<T>(
  http: Http,
  { body, idempotencyKey = newIdempotencyKey(), headers, ...call }: Write,
): Promise<{ readonly status: number; readonly body: T }> {
  // A retry is the same to the byte.
  const text = body === undefined ? undefined : JSON.stringify(body);
  return await http.send(
    {
      ...call,
      headers: {
        ...headers,
        "Idempotency-Key": idempotencyKey,
        ...(text !== undefined && { "Content-Type": "application/json" }),
      },
      ...(text !== undefined && { body: () => text }),
      isRepeatable: true,
    },
    async (response) => ({ status: response.status, body: await jsonOf<T>(response) }),
  );
}

/** What the document says of the answer is taken as it is; no body at all is undefined. */
export async function jsonOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  const body: T = text === "" ? undefined : JSON.parse(text);
  return body;
}

/** A random key. `crypto.randomUUID` isn't there on pages without TLS. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One part of a path. */
export function part(text: string): string {
  return encodeURIComponent(text);
}
