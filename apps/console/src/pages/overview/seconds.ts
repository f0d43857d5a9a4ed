import type { Cluster } from "@onefold/client/types";

export const SERIES = ["accepted", "applied", "rejected", "conflicts"] as const;
type Counts = Readonly<Record<(typeof SERIES)[number], number>>;

/** How many seconds are shown. */
const SHOWN = 120;
/** A process tells of itself every 5 seconds: what is younger may lack what others did. */
const BEHIND = 7;

/** What each process did in each second, by both: a second that is told again counts once. */
export type Seconds = ReadonlyMap<string, { readonly at: number; readonly counts: Counts }>;

/** Adds what the processes tell now, and forgets what is no longer shown. */
export function addSeconds(kept: Seconds, { at, processes }: Pick<Cluster, "at" | "processes">): Seconds {
  const oldest = secondOf(at) - BEHIND - SHOWN;
  const told = processes.flatMap(({ app, name, lastSeconds = [] }) =>
    lastSeconds.map(
      ({ at: of, ...counts }) => [`${of} ${app} ${name}`, { at: secondOf(of), counts }] as const,
    ),
  );
  return new Map([...kept, ...told].filter(([, second]) => second.at > oldest));
}

/** Gives the seconds to show, each with the sums of all processes, without a gap. */
export function chartOf(kept: Seconds, at: string): readonly [number[], ...number[][]] {
  const end = secondOf(at) - BEHIND;
  const times = Array.from({ length: SHOWN }, (_, index) => end - SHOWN + 1 + index);
  const sums = times.map(() => SERIES.map(() => 0));
  for (const second of kept.values()) {
    const of = sums[second.at - (end - SHOWN + 1)];
    if (of) SERIES.forEach((name, index) => (of[index] = (of[index] ?? 0) + second.counts[name]));
  }
  return [times, ...SERIES.map((_, index) => sums.map((of) => of[index] ?? 0))];
}

/** Gives the rate of each series over the last seconds that are shown. */
export function ratesOf([, ...series]: ReturnType<typeof chartOf>, over = 5): number[] {
  return series.map((values) => values.slice(-over).reduce((sum, value) => sum + value, 0) / over);
}

function secondOf(at: string): number {
  return Math.floor(new Date(at).getTime() / 1_000);
}
