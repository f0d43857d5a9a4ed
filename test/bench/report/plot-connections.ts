import { CONNECTIONS } from "../load/measure-sync.ts";
import { plot } from "./plot.ts";
import type { Report } from "./report.ts";

const DRAWINGS = [
  ["throughput", "Synchronous requests a second", "requests a second", ""],
  ["latency", "How long a synchronous request takes", "p50, ms", "p50"],
] as const;

/**
 * Draws requests per second and p50 against connections, for us and for a transaction in the handler.
 * @returns the drawings by name; none where these parts were left out
 */
export function plotConnections({ figures, backends }: Report): [name: string, svg: string][] {
  return DRAWINGS.flatMap(([name, title, y, suffix]) => {
    const series = [
      { name: "a transaction in the handler", points: pointsOf("naive", backends[0]) },
      ...backends.map((backend) => ({
        name: `Onefold, queue on ${backend}`,
        points: pointsOf("sync", backend),
      })),
    ].filter(({ points }) => points.length > 0);
    if (series.length === 0) return [];
    const x = { title: "connections, each with one request at a time", isLogarithmic: true };
    return [[name, plot({ title, x, y: { title: y }, series })]];

    function pointsOf(way: "sync" | "naive", backend: Report["backends"][number] | undefined) {
      return CONNECTIONS.flatMap((connections) => {
        const row = figures.find(({ figure }) => figure === `${way}${connections}${suffix}`);
        const spread = backend && row?.spreads[backend];
        return spread ? [{ x: connections, y: spread.median }] : [];
      });
    }
  });
}
