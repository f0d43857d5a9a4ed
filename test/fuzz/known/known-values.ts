import type { Random } from "../../prove/random.ts";

/**
 * What the answers of a team told of so far, by its kind: ids by their prefix, cursors by their operation. The newest
 * stay, so that it doesn't grow.
 */
export interface KnownValues {
  add(kind: string, value: string): void;
  pick(kind: string, random: Random): string | undefined;
}

const KEPT = 64;

export function createKnownValues(): KnownValues {
  const kinds = new Map<string, { values: string[]; next: number }>();
  return {
    add(kind, value) {
      const known = kinds.get(kind) ?? { values: [], next: 0 };
      kinds.set(kind, known);
      known.values[known.next] = value;
      known.next = (known.next + 1) % KEPT;
    },
    pick(kind, random) {
      const values = kinds.get(kind)?.values ?? [];
      return values.length === 0 ? undefined : values[random.below(values.length)];
    },
  };
}
