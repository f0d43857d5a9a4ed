import type { Conflict } from "@onefold/client/types";

/** Joins pages of conflicts. A pair that is on several of them comes once, where it is newest, with all of its clashes. */
export function joinPages(pages: readonly (readonly Conflict[])[]): Conflict[] {
  const pairs = new Map<string, Conflict>();
  for (const conflict of pages.flat()) {
    const key = conflict.ids.toSorted().join(" ");
    const known = pairs.get(key);
    pairs.set(key, known ? { ...known, clashes: [...known.clashes, ...conflict.clashes] } : conflict);
  }
  return [...pairs.values()];
}
