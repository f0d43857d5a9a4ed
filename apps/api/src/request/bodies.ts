import type { KeyOwner } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";

/** The key and the team that a body counts for. */
type Sender = Pick<KeyOwner, "teamId" | "keyId">;

/** Counts the bodies that this process holds: the bytes that have come, until their requests are answered. */
export interface Bodies {
  /** Begins a body with no bytes. A length that was only announced takes no room from others. */
  enter(sender: Sender): HeldBody;
}

export interface HeldBody {
  /**
   * Counts this many more bytes.
   * @throws ApiError RATE_LIMITED where the key or its team has its share, UNAVAILABLE where this process holds as many
   * as it can
   */
  grow(bytes: number): void;
  /** Gives the room back, once. */
  release(): void;
}

/** The most bytes that are held. Once it is parsed and on its way, a body takes several times its size. */
const MAX_BYTES = 48 * 1024 * 1024;

/** What one key or one team holds now. */
interface Share {
  bytes: number;
  bodies: number;
}

/**
 * Shares the room: a team holds at most half of it, and a key a quarter. So nobody's large bodies keep the others' out.
 */
export function createBodies(maxBytes = MAX_BYTES): Bodies {
  const all = { bytes: 0 };
  const teams = new Map<string, Share>();
  const keys = new Map<string, Share>();

  return {
    enter({ teamId, keyId }) {
      const team = shareOf(teams, teamId);
      const key = shareOf(keys, keyId);
      team.bodies++;
      key.bodies++;
      let own = 0;
      let isHeld = true;

      function add(bytes: number): void {
        own += bytes;
        all.bytes += bytes;
        team.bytes += bytes;
        key.bytes += bytes;
      }

      return {
        grow(bytes) {
          if (key.bytes + bytes > maxBytes / 4) throw enoughOf("key");
          if (team.bytes + bytes > maxBytes / 2) throw enoughOf("team");
          if (all.bytes + bytes > maxBytes) throw full();
          add(bytes);
        },
        release() {
          if (!isHeld) return;
          isHeld = false;
          add(-own);
          if (--team.bodies === 0) teams.delete(teamId);
          if (--key.bodies === 0) keys.delete(keyId);
        },
      };
    },
  };
}

function shareOf(shares: Map<string, Share>, name: string): Share {
  const known = shares.get(name);
  if (known) return known;
  const share = { bytes: 0, bodies: 0 };
  shares.set(name, share);
  return share;
}

const RETRY = { headers: { "Retry-After": "1" } };

function enoughOf(whose: "key" | "team"): ApiError {
  const message = `The bodies that your ${whose} has under way are as large as they may be at once. Retry.`;
  return new ApiError("RATE_LIMITED", message, RETRY);
}

function full(): ApiError {
  return new ApiError("UNAVAILABLE", "This server holds as many bodies as it can. Retry.", RETRY);
}
