import type { Mutant, MutationReport } from "./mutation-report.ts";
import type { Options } from "./options.ts";
import { runStryker } from "./run-stryker.ts";
import type { Target } from "./targets.ts";

/**
 * Mutates one part: with its quick tests, and then with all of them what those didn't notice. A mutant that no test
 * notices takes as long as all its tests, so that is most of the time.
 */
export async function mutate(
  target: Target,
  options: Options,
  modules: string,
  signal: AbortSignal,
): Promise<MutationReport> {
  const { quickTests } = target;
  if (!quickTests) return await runStryker(target, options, modules, signal);
  const quick = await runStryker({ ...target, tests: quickTests }, options, modules, signal);
  const files = linesOfSurvivors(quick);
  if (files.length === 0) return quick;
  return join(quick, await runStryker(target, { ...options, files }, modules, signal));
}

/** Gives the lines as Stryker takes them, `<file>:<line>-<line>`. Other mutants of these lines are run again. */
function linesOfSurvivors({ files }: MutationReport): string[] {
  return Object.entries(files).flatMap(([file, { mutants }]) => {
    const survived = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    const ranges = survived.map(({ location: { start, end } }) => `${file}:${start.line}-${end.line}`);
    return [...new Set(ranges)];
  });
}

/** What one of the runs noticed counts. */
function join(first: MutationReport, second: MutationReport): MutationReport {
  const entries = Object.entries(first.files).map(([file, { mutants }]) => {
    const again = new Map(second.files[file]?.mutants.map((mutant) => [keyOf(mutant), mutant]));
    const joined = mutants.map((mutant) =>
      mutant.status === "Survived" || mutant.status === "NoCoverage"
        ? (again.get(keyOf(mutant)) ?? mutant)
        : mutant,
    );
    return [file, { mutants: joined }] as const;
  });
  return { files: Object.fromEntries(entries) };
}

function keyOf({ mutatorName, replacement, location }: Mutant): string {
  return JSON.stringify([mutatorName, replacement, location]);
}
