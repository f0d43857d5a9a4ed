import type { Problem } from "@onefold/contract";
import { messageOf } from "./until-reachable.ts";

/** Makes the problem of a store that didn't answer. */
export function unreachableProblem(shown: string, error: unknown): Problem {
  return {
    what: `The queue at ${shown} is not reachable: ${messageOf(error)}.`,
    fix: "Start it, or correct QUEUE_URL.",
  };
}
