import type { KeyOwner } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";

/** Whose a body is. */
type Sender = Pick<KeyOwner, "teamId" | "keyId">;

/** The bodies that this process holds: what has come of them, until their requests are answered. */
export interface Bodies {
  /** Begins with nothing: what was only announced takes no room from others. */
  enter(sender: Sender): HeldBody;
}

export interface HeldBody {
  /**
   * So many bytes more have come.
   * @throws ApiError RATE_LIMITED where the key or its team has its share, UNAVAILABLE where there are as many as this
   *   process holds
   */
  grow(bytes: number): void;
  /** Lets go of them, once. */
  release(): void;
}

/** Parsed and on its way, a body takes several times its size. */
const MAX_BYTES = 48 * 1024 * 1024;

/** A team holds half of it at most, and a key a quarter: nobody's large bodies keep the others' out. */
export function createBodies(maxBytes = MAX_BYTES): Bodies {
  const limits = [
    { max: maxBytes / 4, nameOf: ({ keyId }: Sender) => `key ${keyId}`, refusal: () => enoughOf("key") },
    { max: maxBytes / 2, nameOf: ({ teamId }: Sender) => `team ${teamId}`, refusal: () => enoughOf("team") },
    { max: maxBytes, nameOf: () => "all", refusal: full },
  ];
  const held = new Map<string, number>();

  function add(name: string, bytes: number): void {
    const sum = (held.get(name) ?? 0) + bytes;
    if (sum > 0) held.set(name, sum);
    else held.delete(name);
  }

  return {
    enter(sender) {
      const shares = limits.map(({ nameOf, ...limit }) => ({ ...limit, name: nameOf(sender) }));
      let own = 0;
      return {
        grow(bytes) {
          const passed = shares.find(({ name, max }) => (held.get(name) ?? 0) + bytes > max);
          if (passed) throw passed.refusal();
          own += bytes;
          for (const { name } of shares) add(name, bytes);
        },
        release() {
          for (const { name } of shares) add(name, -own);
          own = 0;
        },
      };
    },
  };
}

const RETRY = { headers: { "Retry-After": "1" } };

function enoughOf(whose: "key" | "team"): ApiError {
  const message = `The bodies that your ${whose} has under way are as large as they may be at once. Retry.`;
  return new ApiError("RATE_LIMITED", message, RETRY);
}

function full(): ApiError {
  return new ApiError("UNAVAILABLE", "This server holds as many bodies as it can. Retry.", RETRY);
}
