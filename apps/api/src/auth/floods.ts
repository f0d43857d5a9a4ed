import { LRUCache } from "lru-cache";
import { ApiError } from "../errors/api-error.ts";

/** Look-ups of unknown keys that an address has at once, and that it gets back in a second. */
const BURST = 100;
const PER_SECOND = 5;
/** Look-ups of unknown keys of all addresses. */
const AT_ONCE = 1_000;
/** An address that is forgotten has all of its look-ups again. */
const ADDRESSES_MAX = 10_000;

interface Allowance {
  left: number;
  at: number;
}

export interface Floods {
  /**
   * Looks a key up that is unknown here, by one of the address's look-ups; it gets that back where the key is one of ours.
   * @throws ApiError RATE_LIMITED where the address has none left, or this process has too many under way
   */
  lookUp<Key>(address: string, run: () => Promise<Key | undefined>): Promise<Key | undefined>;
}

/** How many keys that are unknown here may be looked up: by an address, and at once. `now` in milliseconds. */
export function createFloods(now: () => number): Floods {
  const allowances = new LRUCache<string, Allowance>({ max: ADDRESSES_MAX });
  let underWay = 0;

  function take(address: string): void {
    const at = now();
    const known = allowances.get(address);
    const gained = known ? (Math.max(0, at - known.at) / 1_000) * PER_SECOND : 0;
    const left = known ? Math.min(BURST, known.left + gained) : BURST;
    if (left < 1) throw tooMany();
    allowances.set(address, { left: left - 1, at });
  }

  function giveBack(address: string): void {
    const allowance = allowances.get(address);
    if (allowance) allowance.left++;
  }

  return {
    async lookUp(address, run) {
      if (underWay >= AT_ONCE) throw tooMany();
      take(address);
      underWay++;
      try {
        const key = await run();
        if (key !== undefined) giveBack(address);
        return key;
      } finally {
        underWay--;
      }
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
