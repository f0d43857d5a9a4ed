import type { Problem } from "@onefold/contract";
import { SILENT_MS } from "@onefold/database";
import type { Presence } from "@onefold/database";
import type { Backlog } from "@onefold/queue";

/** What this process knows of the workers. */
export interface Workers {
  /** How long nobody has been there who would take anything; 0 while somebody is. */
  absentMs(): number;
  /** What keeps everything that is accepted here from being applied. */
  problems(): readonly Problem[];
  /** What delays it, while it is safe in the queue. */
  warnings(): readonly Problem[];
}

interface Sources {
  readonly presence: Pick<Presence, "silentMs" | "isApart">;
  /** How long what is next in each lane has waited. */
  readonly waiting: () => readonly Backlog[];
  /** How long this process has run, in milliseconds. */
  readonly runsMs: () => number;
}

/** Chunks wait for so long only where nothing takes them. */
const LONG_MS = 60_000;

export function createWorkers({ presence, waiting, runsMs }: Sources): Workers {
  /** Nobody can be missed before they had time to come. */
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
          what: `No worker has taken what is next in the queue for ${seconds(oldestMs)} s.`,
          fix: "Look at the workers' /readyz and log, or start more of them.",
        },
      ];
    },
  };
}

/** A lane's backlog, with the time that nobody is there to take from it. */
export function backlogWith(backlog: Backlog, { absentMs }: Workers): Backlog {
  return { ...backlog, estimatedStartMs: Math.max(backlog.estimatedStartMs, absentMs()) };
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}
