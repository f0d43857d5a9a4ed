/** How often something was counted in a second. */
export type SecondCounts<Name extends string> = { readonly at: string } & Readonly<Record<Name, number>>;

export interface RecentCounts<Name extends string> {
  add(name: Name, count: number): void;
  /** The last seconds in which anything was counted, the oldest first. The one that goes on isn't among them yet. */
  seconds(): SecondCounts<Name>[];
}

/**
 * Counts what happens in each of the last seconds. A count costs an addition, however many seconds are kept.
 * @param now in milliseconds since 1970
 */
export function createRecentCounts<Name extends string>(
  names: readonly Name[],
  { kept, now = Date.now }: { readonly kept: number; readonly now?: () => number },
): RecentCounts<Name> {
  const none = names.map((name) => [name, 0] as const);
  const counts = new Map<number, Map<Name, number>>();

  function countsOf(second: number): Map<Name, number> {
    const known = counts.get(second);
    if (known) return known;
    for (const each of counts.keys()) if (each < second - kept) counts.delete(each);
    const made = new Map<Name, number>(none);
    counts.set(second, made);
    return made;
  }

  return {
    add(name, count) {
      const current = countsOf(Math.floor(now() / 1_000));
      current.set(name, (current.get(name) ?? 0) + count);
    },
    seconds() {
      const current = Math.floor(now() / 1_000);
      return [...counts]
        .filter(([second]) => second < current && second >= current - kept)
        .toSorted(([one], [other]) => one - other)
        .map(([second, of]) => rowOf(second, of));
    },
  };

  function rowOf(second: number, of: ReadonlyMap<Name, number>): SecondCounts<Name> {
    const at = new Date(second * 1_000).toISOString();
    return Object.assign({ at }, ...names.map((name) => ({ [name]: of.get(name) ?? 0 })));
  }
}
