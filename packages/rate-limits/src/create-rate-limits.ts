import { storeAddress, storeOf } from "@onefold/queue";
import type { QueueAddress } from "@onefold/queue";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { RateLimiterAbstract } from "rate-limiter-flexible";

/** How many requests are allowed in each window of so many seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

export interface RateLimitsOptions extends QueueAddress {
  /** No request waits longer for its count, in milliseconds; 500 by default. */
  readonly timeoutMs?: number;
  /** Told once when the store can't be asked. It is told again after the store could be asked meanwhile. */
  onError(error: Error): void;
}

/** What became of one request. */
export interface TakenRequest {
  readonly allowed: boolean;
  readonly limit: number;
  /** How many requests are left in this window. */
  readonly remaining: number;
  /** The milliseconds until the next window. */
  readonly resetMs: number;
  readonly windowSeconds: number;
}

export interface RateLimits extends AsyncDisposable {
  /** Counts a request of a key, together with all processes that share the store. Never rejects. */
  take(keyId: string, limit: RateLimit): Promise<TakenRequest>;
}

const TIMEOUT_MS = 500;
/** Once the store has failed, it isn't asked for this long. So a request rarely waits for a store that hangs. */
const LEFT_ALONE_MS = 1_000;

/**
 * Counts the requests of keys in windows, in the store that all processes share. While it is away each process counts
 * for itself. A limit is then a little loose, and no request fails because of that.
 */
export async function createRateLimits(options: RateLimitsOptions): Promise<RateLimits> {
  // It connects at the first request of a key that has a limit.
  const address = storeAddress(options);
  const store = await storeOf(address).openRateLimits(address, options.timeoutMs ?? TIMEOUT_MS);
  const limiters = new Map<string, { shared: RateLimiterAbstract; own: RateLimiterAbstract }>();
  let isAway = false;
  let leftAloneUntil = -Infinity;

  return {
    async take(keyId, limit) {
      const { shared, own } = limitersOf(limit);
      const taken = (await takeShared(shared, keyId)) ?? (await take(own, keyId));
      return {
        allowed: taken.allowed,
        limit: limit.requests,
        remaining: taken.result.remainingPoints,
        resetMs: Math.max(0, taken.result.msBeforeNext),
        windowSeconds: limit.seconds,
      };
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };

  function limitersOf({ requests, seconds }: RateLimit) {
    const name = `${requests}/${seconds}`;
    const known = limiters.get(name);
    if (known) return known;
    const settings = { points: requests, duration: seconds };
    const made = {
      shared: store.limiter({
        ...settings,
        // A key that is past its limit is refused from memory, so a flood of requests costs the store nothing.
        inMemoryBlockOnConsumed: requests + 1,
        // A limit with a window of another length starts anew.
        prefix: `${seconds}s`,
      }),
      own: new RateLimiterMemory(settings),
    };
    limiters.set(name, made);
    return made;
  }

  /** Gives undefined if the store can't be asked. */
  async function takeShared(limiter: RateLimiterAbstract, keyId: string): Promise<Taken | undefined> {
    if (performance.now() < leftAloneUntil) return undefined;
    try {
      await store.ready();
      const taken = await take(limiter, keyId);
      isAway = false;
      return taken;
    } catch (cause) {
      leftAloneUntil = performance.now() + LEFT_ALONE_MS;
      if (!isAway) options.onError(new Error("the store of the rate limits can't be asked", { cause }));
      isAway = true;
      return undefined;
    }
  }
}

interface Taken {
  readonly allowed: boolean;
  readonly result: RateLimiterRes;
}

/** The library rejects with its result if the limit is passed, and with an error if the store fails. */
async function take(limiter: RateLimiterAbstract, keyId: string): Promise<Taken> {
  try {
    return { allowed: true, result: await limiter.consume(keyId) };
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return { allowed: false, result: refusal };
    throw refusal;
  }
}
