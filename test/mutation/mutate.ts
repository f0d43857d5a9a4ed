import type { Mutant, MutationReport } from "./mutation-report.ts";
import type { Options } from "./options.ts";
import { runStryker } from "./run-stryker.ts";
import type { Target } from "./targets.ts";

/**
 * Mutates one part: with its quickest tests, and then with the others what those before didn't notice. A mutant that no
 * test notices takes as long as all its tests, so that is most of the time.
 */
export async function mutate(
  { mutate: globs, stages }: Target,
  options: Options,
  modules: string,
  signal: AbortSignal,
): Promise<MutationReport> {
  let report: MutationReport | undefined;
  for (const stage of stages) {
    const files = report === undefined ? options.files : linesOfSurvivors(report);
    if (report !== undefined && files.length === 0) break;
    const next = await runStryker({ ...stage, mutate: globs }, { ...options, files }, modules, signal);
    report = report === undefined ? next : join(report, next);
  }
  return report ?? { files: {} };
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
