import { LRUCache } from "lru-cache";
import { ApiError } from "../errors/api-error.ts";

/** An address may look up this many unknown keys at once, and gets back this many in a second. */
const BURST = 100;
const PER_SECOND = 5;
/** The count of addresses that are kept. A forgotten address has all of its look-ups again. */
const ADDRESSES_MAX = 10_000;

interface Allowance {
  left: number;
  at: number;
}

export interface Floods {
  /**
   * Takes one of the address's look-ups. Call the function that it gives if the key turns out to be known: it gives the
   * look-up back.
   * @throws ApiError RATE_LIMITED where none is left
   */
  take(address: string): () => void;
}

/**
 * Limits how many unknown keys each address may have looked up.
 * @param now in milliseconds
 */
export function createFloods(now: () => number): Floods {
  const allowances = new LRUCache<string, Allowance>({ max: ADDRESSES_MAX });

  return {
    take(address) {
      const at = now();
      const known = allowances.get(address);
      const gained = known ? (Math.max(0, at - known.at) / 1_000) * PER_SECOND : 0;
      const left = known ? Math.min(BURST, known.left + gained) : BURST;
      if (left < 1) throw tooMany();
      const allowance = { left: left - 1, at };
      allowances.set(address, allowance);
      return () => void (allowances.get(address) ?? allowance).left++;
    },
  };
}

function tooMany(): ApiError {
  return new ApiError(
    "RATE_LIMITED",
    "This address has sent too many unknown API keys: try again in a second. Keys that were used before go on.",
    { headers: { "Retry-After": "1" } },
  );
}
