import { ApiError, ConnectionError, OnefoldError, TimeoutError } from "../errors.ts";
import { DEFAULTS, settingsOf } from "../options.ts";
import type { CallOptions, ClientOptions, Settings } from "../options.ts";
import { createLimit } from "./create-limit.ts";
import { pauseAfter, sleep } from "./pauses.ts";
import { readRefusal } from "./read-refusal.ts";
import { withTimeout } from "./with-timeout.ts";

export type QueryValue = string | number | boolean | undefined;
/** Several values of one name are given as a list. */
export type Query = Readonly<Record<string, QueryValue | readonly string[]>>;

/** A stream is sent as it is read. */
export type RequestBody =
  | string
  | Uint8Array<ArrayBuffer>
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array<ArrayBuffer>>;

export interface Call extends CallOptions {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From `/api` on. */
  readonly path: string;
  readonly query?: Query | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Makes the body, for each attempt anew. */
  readonly body?: (() => RequestBody) | undefined;
  /**
   * Whether it does no harm to send it again when it may have been done: it reads, or has an Idempotency-Key. Else only
   * what was refused is sent again.
   */
  readonly isRepeatable: boolean;
  /** Whether it takes no place of `concurrency`: it waits for something to happen, maybe for another call. */
  readonly isUncounted?: boolean;
}

/** Reads what was answered. What breaks off there is sent again too. */
type Read<T> = (response: Response) => Promise<T>;

/** Sends requests, and sends them again where that may help. */
export interface Http {
  /**
   * Sends it until it is answered.
   * @throws ApiError, ConnectionError, TimeoutError, or the reason of the signal
   */
  send<T>(call: Call, read: Read<T>): Promise<T>;

  /** Gives what holds for a call of this client. */
  settingsOf(call: CallOptions): Settings;
}

export function createHttp(options: ClientOptions): Http {
  const { apiKey, concurrency = DEFAULTS.concurrency } = options;
  const headersOf = (more: Call["headers"]) =>
    new Headers({
      ...options.headers,
      ...more,
      ...(apiKey !== false && { Authorization: `Bearer ${apiKey}` }),
    });
  headersOf({});
  const base = baseOf(options.url);
  const limit = createLimit(concurrency);
  // Looked up late, and called as the platform's own: browsers refuse another `this`.
  const send: typeof fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));

  async function attempt<T>(call: Call, headers: Headers, timeout: Timeout, read: Read<T>): Promise<T> {
    const { signal } = call;
    return await withTimeout({ ...timeout, signal }, async (own) => {
      const response = await send(base + call.path + queryOf(call.query), {
        method: call.method,
        headers,
        ...(call.body && bodyOf(call.body())),
        // The API redirects nobody, and a key isn't for another server.
        redirect: "manual",
        signal: own,
      });
      if (response.ok) return await read(response);
      if (response.type === "opaqueredirect" || isRedirect(response.status))
        throw new OnefoldError(`${base} redirects to another address: give that as url.`);
      throw await readRefusal(response);
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof OnefoldError) throw error;
      throw new ConnectionError(`The API at ${base} doesn't answer.`, { cause: error });
    });
  }

  return {
    settingsOf: (call) => settingsOf(call, options),

    async send(given, read) {
      const settings = settingsOf(given, options);
      const { attemptTimeoutMs: own, timeoutMs: all, maxRetries, onRetry } = settings;
      const call: Call = { ...given, ...settings };
      // A value that can't be sent is told now.
      const headers = headersOf(call.headers);
      const until = performance.now() + all;
      for (let count = 1; ; count++) {
        try {
          const run = () => attempt(call, headers, timeoutOf({ own, all, until }), read);
          if (call.isUncounted) return await run();
          // The time to wait for a place is of all the time too.
          const whole = timeoutOf({ own: Infinity, all, until });
          return await withTimeout({ ...whole, signal: call.signal }, (ends) => limit.run(ends, run));
        } catch (error) {
          call.signal?.throwIfAborted();
          if (!(error instanceof Error) || count > maxRetries || !mayPass(error, call)) throw error;
          const retryAfterMs = error instanceof ApiError ? error.retryAfterMs : undefined;
          const pauseMs = pauseAfter(count, retryAfterMs, Math.random());
          // What went wrong says more than that there is no time left for another attempt.
          if (performance.now() + pauseMs >= until) throw error;
          onRetry?.({ error, pauseMs, attempt: count });
          await sleep(pauseMs, call.signal);
        }
      }
    },
  };
}

interface Timeout {
  readonly ms: number;
  late(): TimeoutError;
}

/** How long the next attempt may take: its own time, or what is left of all. */
function timeoutOf({ own, all, until }: { own: number; all: number; until: number }): Timeout {
  const left = Math.max(0, until - performance.now());
  return left < own
    ? { ms: left, late: () => new TimeoutError("all", all) }
    : { ms: own, late: () => new TimeoutError("attempt", own) };
}

/**
 * The statuses after which the same request may be taken: timeouts, rate limits, a full store, and what proxies answer
 * while the API is away.
 */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

function mayPass(error: Error, { isRepeatable }: Call): boolean {
  if (error instanceof ApiError) {
    // An earlier attempt that was cut off may still be at its last rows.
    if (error.code === "UPLOAD_STOPPED") return isRepeatable;
    return error.status === 429 || (isRepeatable && PASSING.has(error.status));
  }
  if (error instanceof TimeoutError) return isRepeatable && error.of === "attempt";
  return isRepeatable && error instanceof ConnectionError;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** A stream is sent while it is read, which has to be said. */
function bodyOf(body: RequestBody) {
  return body instanceof ReadableStream ? { body, duplex: "half" as const } : { body };
}

function queryOf(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((each: QueryValue): [string, string][] =>
      each === undefined ? [] : [[name, String(each)]],
    ),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : "";
}

function baseOf(text: string): string {
  const { protocol, origin, pathname } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:")
    throw new TypeError(`url takes an http or https URL, not ${text}.`);
  return origin + pathname.replace(/\/+$/, "");
}
