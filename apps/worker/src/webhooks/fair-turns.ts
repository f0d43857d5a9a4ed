import type { WebhookName } from "@onefold/records";

/** A turn that goes on, until it is disposed of. */
export interface FairTurn extends Disposable {
  /** Says how long an attempt took: a webhook that is slow leaves more room to others. */
  attempted(durationMs: number): void;
}

/** Divides the turns of a worker among teams, so that none has to wait for the slow receivers of another. */
export interface FairTurns {
  /** Says whether a webhook may begin a turn now. */
  mayBegin(name: WebhookName): boolean;
  /** Begins a turn; undefined where it may not: it is to be asked for again. */
  begin(name: WebhookName): FairTurn | undefined;
}

/** A receiver that takes longer is slow, until it doesn't. */
const SLOW_MS = 1_000;
/** How many slow webhooks are remembered. */
const SLOW_MAX = 10_000;

interface OfTeam {
  quick: number;
  slow: number;
}

/**
 * The quick webhooks of a team have at most as many turns as are free then, so there are always some for another team. Its
 * slow ones have half of that, so there are some for the quick ones. A team that has no turn may always begin one.
 */
export function createFairTurns(concurrency: number): FairTurns {
  const teams = new Map<string, OfTeam>();
  const slow = new Set<string>();
  let total = 0;

  function mayBegin({ teamId, webhookId }: WebhookName): boolean {
    const free = concurrency - total;
    const own = teams.get(teamId);
    if (!own) return free > 0;
    return slow.has(webhookId) ? 2 * (own.slow + 1) <= free : own.quick < free;
  }

  function count(teamId: string, kind: keyof OfTeam, by: 1 | -1): void {
    const own = teams.get(teamId) ?? { quick: 0, slow: 0 };
    own[kind] += by;
    total += by;
    if (own.quick + own.slow > 0) teams.set(teamId, own);
    else teams.delete(teamId);
  }

  function note(webhookId: string, isSlow: boolean): void {
    slow.delete(webhookId);
    if (!isSlow) return;
    slow.add(webhookId);
    for (const longest of slow) {
      if (slow.size <= SLOW_MAX) return;
      slow.delete(longest);
    }
  }

  return {
    mayBegin,
    begin(name) {
      if (!mayBegin(name)) return undefined;
      const { teamId, webhookId } = name;
      const kind = slow.has(webhookId) ? "slow" : "quick";
      count(teamId, kind, 1);
      return {
        attempted: (durationMs) => note(webhookId, durationMs >= SLOW_MS),
        [Symbol.dispose]: () => count(teamId, kind, -1),
      };
    },
  };
}
