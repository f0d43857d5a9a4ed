import { drawTable } from "../bench/report/draw-table.ts";
import { whole } from "../bench/report/whole.ts";
import type { PhaseResult } from "./run-simulation.ts";

export function renderSimulation(phases: readonly PhaseResult[]): string {
  return [
    "",
    ...drawTable([
      [
        "phase",
        "seconds",
        "workers",
        "longest age, s",
        "most waiting chunks",
        "items posted",
        "items applied",
      ],
      ...phases.map(({ name, seconds, looks, posted, applied }) => [
        name,
        seconds.toFixed(0),
        range(looks.map(({ workers }) => workers)),
        Math.max(0, ...looks.map(({ ageSeconds }) => ageSeconds ?? 0)).toFixed(1),
        whole(Math.max(0, ...looks.map(({ waitingChunks }) => waitingChunks ?? 0))),
        whole(posted),
        whole(applied),
      ]),
    ]),
    "",
  ].join("\n");
}

function range(numbers: readonly number[]): string {
  if (numbers.length === 0) return "";
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least} to ${most}`;
}
