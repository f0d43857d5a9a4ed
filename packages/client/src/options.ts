/** Told before each pause. */
export interface Retry {
  /** Why it is tried again. */
  readonly error: Error;
  readonly pauseMs: number;
  /** Which attempt it was, from 1. */
  readonly attempt: number;
}

/** What a call takes. Each has a default, which `createClient` can set for all. */
export interface CallOptions {
  /** Ends it, with all that it has under way. Its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds. By default 30,000, and 600,000 for an upload. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How long all attempts and pauses of a request may take, in milliseconds. By default 120,000, and no limit for an upload. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is tried again. By default 8 times. */
  readonly maxRetries?: number | undefined;
  /** Called before each pause, to log it. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

export interface WriteOptions extends CallOptions {
  /**
   * By default a random one. It stays the same over all attempts, so that a write is done once however often it is sent.
   * One of your own, made of what is written, makes it so over restarts too, for a day.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface ClientOptions extends CallOptions {
  /** Where the API is, such as https://onefold.example.com. */
  readonly url: string;
  /** `false` for a page that the service itself serves: there the browser's session says who asks. */
  readonly apiKey: string | false;
  /** How many requests are under way at once. By default 16. Long polls and uploads don't count. */
  readonly concurrency?: number | undefined;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Used instead of the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

export const DEFAULTS = {
  attemptTimeoutMs: 30_000,
  timeoutMs: 120_000,
  maxRetries: 8,
  concurrency: 16,
} as const;

/** An upload takes as long as the workers take for what is before it. */
export const UPLOAD_DEFAULTS = { attemptTimeoutMs: 600_000, timeoutMs: Infinity } as const;

/** What holds for a call. */
export interface Settings {
  readonly attemptTimeoutMs: number;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
  readonly onRetry: CallOptions["onRetry"];
}

/** Gives what holds for a call: what it says itself, or else the client. The signals of both end it. */
export function settingsOf(call: CallOptions, client: CallOptions): Settings {
  const signals = [call.signal, client.signal].filter((signal) => signal !== undefined);
  return {
    signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    attemptTimeoutMs: call.attemptTimeoutMs ?? client.attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs,
    timeoutMs: call.timeoutMs ?? client.timeoutMs ?? DEFAULTS.timeoutMs,
    maxRetries: call.maxRetries ?? client.maxRetries ?? DEFAULTS.maxRetries,
    onRetry: call.onRetry ?? client.onRetry,
  };
}
