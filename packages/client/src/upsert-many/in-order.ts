/**
 * Does something with each at once, but for those that have a name in common: they go one after another. It ends once
 * all have.
 * @throws what the first that failed throws
 */
export async function inOrder<Item extends { readonly row: object }, Result>(
  items: readonly Item[],
  names: readonly string[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const last = new Map<string, Promise<unknown>>();
  const tasks = items.map(async (item) => {
    const own = namesOf(item.row, names);
    const before = own.flatMap((name) => last.get(name) ?? []);
    const done = (async () => {
      await Promise.allSettled(before);
      return await task(item);
    })();
    for (const name of own) last.set(name, done);
    return await done;
  });
  const settled = await Promise.allSettled(tasks);
  return settled.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}

/** The names as they are spelled. */
export function namesOf(row: object, names: readonly string[]): string[] {
  const values = Object.entries(row).flatMap(([name, value]: [string, unknown]) =>
    names.includes(name) ? (Array.isArray(value) ? value : [value]) : [],
  );
  return values.flatMap((value: unknown) => (typeof value === "string" ? [value.trim().toLowerCase()] : []));
}
