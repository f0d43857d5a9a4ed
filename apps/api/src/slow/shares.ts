import { ApiError } from "../errors/api-error.ts";

/** Who asks for a connection. */
export interface Asker {
  readonly teamId: string;
  readonly keyId: string;
}

/**
 * How many connections there are, and how many of them one team or one key may have. The same numbers limit those who
 * wait.
 */
export interface ShareLimits {
  readonly max: number;
  readonly maxOfTeam: number;
  readonly maxOfKey: number;
  readonly waiting: number;
  readonly waitingOfTeam: number;
  readonly waitingOfKey: number;
  /** How long a request waits for its turn, in milliseconds. */
  readonly waitMs: number;
}

/** Gives the limits for this many connections: half of them for a team. A key has one less, if there are enough. */
export function shareLimits(max: number): ShareLimits {
  const maxOfTeam = Math.max(1, Math.floor(max / 2));
  return {
    max,
    maxOfTeam,
    maxOfKey: Math.max(1, maxOfTeam - 1),
    waiting: 256,
    waitingOfTeam: 96,
    waitingOfKey: 64,
    waitMs: 5_000,
  };
}

export interface Shares {
  /**
   * Waits for a turn. Call the function that it gives, once, to end the turn.
   * @throws ApiError RATE_LIMITED where the team or the key has its share, UNAVAILABLE where all are in use
   */
  enter(asker: Asker): Promise<() => void>;
}

interface Waiting {
  readonly asker: Asker;
  start(leave: () => void): void;
}

/**
 * Shares a few connections between teams and keys. Who has its whole share waits for its own connections, and doesn't
 * hold up others. The limits also bound how many wait, so that choosing the next one is cheap.
 */
export function createShares(limits: ShareLimits): Shares {
  const running: Asker[] = [];
  const waiting = new Set<Waiting>();

  const count = (askers: Iterable<Asker>, { teamId, keyId }: Asker) => {
    const counted = { team: 0, key: 0 };
    for (const asker of askers) {
      if (asker.teamId !== teamId) continue;
      counted.team++;
      if (asker.keyId === keyId) counted.key++;
    }
    return counted;
  };

  function hasShare(asker: Asker): boolean {
    const { team, key } = count(running, asker);
    return team >= limits.maxOfTeam || key >= limits.maxOfKey;
  }

  function start(asker: Asker): () => void {
    running.push(asker);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      running.splice(running.indexOf(asker), 1);
      startNext();
    };
  }

  function startNext(): void {
    const next = nextOf();
    if (!next) return;
    waiting.delete(next);
    next.start(start(next.asker));
  }

  /** Chooses who is next: the team with the fewest under way, then its key with the fewest, then who came first. */
  function nextOf(): Waiting | undefined {
    let best: { readonly each: Waiting; readonly team: number; readonly key: number } | undefined;
    for (const each of waiting) {
      const { team, key } = count(running, each.asker);
      if (team >= limits.maxOfTeam || key >= limits.maxOfKey) continue;
      if (!best || team < best.team || (team === best.team && key < best.key)) best = { each, team, key };
    }
    return best?.each;
  }

  function wait(asker: Asker): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const timer = setTimeout(() => {
      waiting.delete(entry);
      reject(hasShare(asker) ? overShare() : busy());
    }, limits.waitMs);
    const entry: Waiting = {
      asker,
      start(leave) {
        clearTimeout(timer);
        resolve(leave);
      },
    };
    waiting.add(entry);
    return promise;
  }

  return {
    async enter(asker) {
      // This is a copy, as the same key asks more than once.
      const own = { ...asker };
      if (running.length < limits.max && !hasShare(own)) return start(own);
      const { team, key } = count(
        Array.from(waiting, (each) => each.asker),
        own,
      );
      if (team >= limits.waitingOfTeam || key >= limits.waitingOfKey) throw overShare();
      if (waiting.size >= limits.waiting) throw busy();
      return await wait(own);
    },
  };
}

const RETRY_AFTER = { "Retry-After": "2" };

function overShare(): ApiError {
  return new ApiError(
    "RATE_LIMITED",
    "This API key or its team has as many slow requests under way as it may have. Nothing of this one was done: " +
      "retry it, and send fewer at once.",
    { headers: RETRY_AFTER },
  );
}

function busy(): ApiError {
  return new ApiError(
    "UNAVAILABLE",
    "The database is busy with slow requests of others. Nothing of this one was done: retry.",
    { headers: RETRY_AFTER },
  );
}
