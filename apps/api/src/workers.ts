import type { Problem } from "@onefold/contract";
import { SILENT_MS } from "@onefold/database";
import type { Presence } from "@onefold/database";
import type { Backlog } from "@onefold/queue";

/** Tells what this process knows of the workers. */
export interface Workers {
  /** How long no worker has been seen that takes anything from this queue; 0 while one is there. */
  absentMs(): number;
  /** What keeps everything that is accepted here from being applied. */
  problems(): readonly Problem[];
  /** What delays it, while it is safe in the queue. */
  warnings(): readonly Problem[];
}

interface Sources {
  readonly presence: Pick<Presence, "silentMs" | "isApart">;
  /** How long the next chunk of each lane has waited. */
  readonly waiting: () => readonly Backlog[];
  /** How long this process has run, in milliseconds. */
  readonly runsMs: () => number;
}

/** A chunk waits this long only if nothing takes it. */
const LONG_MS = 60_000;

export function createWorkers({ presence, waiting, runsMs }: Sources): Workers {
  /** A worker isn't missed before it had time to come. */
  const absentMs = () => {
    const silent = Math.min(presence.silentMs(), runsMs());
    return silent > SILENT_MS ? Math.round(silent) : 0;
  };
  return {
    absentMs,
    problems: () =>
      presence.isApart()
        ? [
            {
              what: "The workers that run take from another queue than the one that this process adds to.",
              fix: "Give the API and the workers the same QUEUE_URL and QUEUE_NAMESPACE.",
            },
          ]
        : [],
    warnings() {
      if (presence.isApart()) return [];
      const oldestMs = Math.max(0, ...waiting().map(({ estimatedStartMs }) => estimatedStartMs));
      if (absentMs() > 0)
        return [
          {
            what: `No worker was seen for ${seconds(absentMs())} s: what is accepted waits in the queue.`,
            fix: "Start one with the same DATABASE_URL and QUEUE_URL (npx onefold worker), or look why it stands still.",
          },
        ];
      if (oldestMs < LONG_MS) return [];
      return [
        {
          what: `No worker has taken what is next in the queue, which has waited for ${seconds(oldestMs)} s.`,
          fix: "Look at the workers' /readyz and log; where they are well, start more of them.",
        },
      ];
    },
  };
}

/** A chunk that waits longer than this isn't taken as it comes. */
const WAITING_MS = 2_000;

/**
 * Gives a lane's backlog. If a chunk waits, the time without a worker counts too. It doesn't count otherwise, since
 * workers of an earlier version don't say that they are there.
 */
export function backlogWith(backlog: Backlog, { absentMs }: Workers): Backlog {
  const { estimatedStartMs } = backlog;
  return estimatedStartMs < WAITING_MS
    ? backlog
    : { ...backlog, estimatedStartMs: Math.max(estimatedStartMs, absentMs()) };
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}
