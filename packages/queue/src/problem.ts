import { messageOf } from "./until-reachable.ts";

/** Something that keeps a process from being ready, and what to do about it. Shown by `/readyz`. */
export interface Problem {
  what: string;
  fix: string;
}

/** The store didn't answer. */
export function unreachableProblem(shown: string, error: unknown): Problem {
  return {
    what: `The queue at ${shown} is not reachable: ${messageOf(error)}.`,
    fix: "Start it, or correct QUEUE_URL.",
  };
}
