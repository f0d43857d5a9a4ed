import type { Problem } from "@onefold/contract";

export interface Readiness {
  /** What keeps this process from doing its work. It is a few seconds old at most. */
  problems(): Promise<readonly Problem[]>;
}

/** The checks run at most once in this time, however often they are asked. */
const KEEP_MS = 3_000;
/** A check that takes longer than this is itself a problem. */
const PATIENCE_MS = 2_500;

export interface ReadinessCheck {
  readonly name: string;
  run(): Promise<readonly Problem[]>;
}

/**
 * Runs the checks together, and keeps what they say for a few seconds.
 * @param report is told what each run finds
 */
export function createReadiness(
  checks: readonly ReadinessCheck[],
  report: (problems: readonly Problem[]) => void,
): Readiness {
  let checkedAt = -Infinity;
  let current: Promise<readonly Problem[]> = Promise.resolve([]);
  return {
    problems() {
      if (performance.now() - checkedAt >= KEEP_MS) {
        checkedAt = performance.now();
        current = Promise.all(checks.map(runCheck)).then((found) => {
          const problems = found.flat();
          report(problems);
          return problems;
        });
      }
      return current;
    },
  };
}

async function runCheck({ name, run }: ReadinessCheck): Promise<readonly Problem[]> {
  const { promise: late, resolve } = Promise.withResolvers<readonly Problem[]>();
  const timer = setTimeout(
    () =>
      resolve([
        {
          what: `the ${name} doesn't answer within ${PATIENCE_MS} ms`,
          fix: `look at the ${name}'s load and network`,
        },
      ]),
    PATIENCE_MS,
  );
  try {
    return await Promise.race([run(), late]);
  } catch {
    return [{ what: `the ${name} can't be checked`, fix: `see whether the ${name} is up` }];
  } finally {
    clearTimeout(timer);
  }
}
