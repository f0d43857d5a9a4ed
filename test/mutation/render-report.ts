import { drawTable } from "../bench/report/draw-table.ts";
import type { Mutant, MutationReport } from "./mutation-report.ts";

const FOUND = new Set<Mutant["status"]>(["Killed", "Timeout"]);
const MISSED = new Set<Mutant["status"]>(["Survived", "NoCoverage"]);

/** A line for each file, the score of all, and each change that no test noticed. */
export function renderReport(name: string, { files }: MutationReport): string {
  const all = Object.entries(files).map(([file, { mutants }]) => ({ file, mutants }));
  const lines = all.map(({ file, mutants }) => lineOf(file, mutants));
  const sum = lineOf(
    `all of ${name}`,
    all.flatMap(({ mutants }) => mutants),
  );
  const survivors = all.flatMap(({ file, mutants }) =>
    mutants
      .filter(({ status }) => MISSED.has(status))
      .map(({ location: { start }, status, mutatorName, replacement = "" }) => {
        const by = replacement.replaceAll(/\s+/g, " ").slice(0, 100);
        return `${file}:${start.line}:${start.column} ${status === "Survived" ? "" : "(never run) "}${mutatorName}: ${by}`;
      }),
  );
  return [
    ...drawTable([["file", "mutants", "found", "missed", "score"], ...lines, sum]),
    "",
    ...survivors,
  ].join("\n");
}

/** Of those that were run: static ones are ignored, and those that don't compile. */
function lineOf(name: string, mutants: readonly Mutant[]): string[] {
  const found = mutants.filter(({ status }) => FOUND.has(status)).length;
  const missed = mutants.filter(({ status }) => MISSED.has(status)).length;
  const score = found + missed === 0 ? "" : `${((found * 100) / (found + missed)).toFixed(1)} %`;
  return [name, String(mutants.length), String(found), String(missed), score];
}
