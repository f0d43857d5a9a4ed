import type { Sample } from "../service/look-at.ts";
import type { LookedProcess } from "../service/start-process.ts";
import { FEWEST_REQUESTS, GROWTH_BYTES, judgeMemory } from "./judge-memory.ts";

/** No request keeps the others waiting for longer. */
const STALL_MS = 1_000;
/** What a log may never say: an error that nobody expected, and what is personal or secret. */
const WRONG_LINE = /"level":[56]0|@|ofk_|linkedin\.com|Warning|heap/;

/** Says what is wrong with the processes: whether they live, what they logged, how long they stalled, what they hold. */
export function judgeProcesses(
  processes: Readonly<Record<"api" | "worker", LookedProcess>>,
  samples: readonly Sample[],
): string[] {
  return (["api", "worker"] as const).flatMap((app) => {
    const { hasEnded, log } = processes[app];
    const problems: string[] = [];
    if (hasEnded()) problems.push(`the ${app} has ended`);
    const wrong = log.find((line) => WRONG_LINE.test(line));
    if (wrong !== undefined) problems.push(`the ${app} logged what it must not: ${wrong.slice(0, 500)}`);
    const stallMs = Math.max(0, ...samples.map((sample) => sample[app].stallMs));
    if (stallMs > STALL_MS) problems.push(`the ${app} did nothing else for ${stallMs.toFixed(0)} ms`);
    const held = samples.map((sample) => sample[app].heldBytes);
    const { early, late, isFlat } = judgeMemory(held);
    if ((samples.at(-1)?.requests ?? 0) >= FEWEST_REQUESTS && !isFlat)
      problems.push(
        `the ${app} holds ${megabytes(late)} MB, and held ${megabytes(early)} early on: at most ${megabytes(GROWTH_BYTES)} more are expected`,
      );
    return problems;
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
