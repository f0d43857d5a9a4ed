import { isObject } from "../request/is-object.ts";
import { shorten } from "../validate/problems.ts";
import { IGNORED } from "./exported.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A cell of a column that is left out, with the column's name. */
export type IgnoredCell = readonly [name: string, value: unknown];

/** Gives the row's fields without what was left out of it before. */
export function withoutIgnored(fields: Fields): Fields {
  if (!Object.hasOwn(fields, IGNORED)) return fields;
  const { [IGNORED]: _before, ...given } = fields;
  return given;
}

/** Gives the whole of what a rejected row gave: with what is left out of it now, and what was left out of it before. */
export function withIgnored(input: Fields, cells: readonly IgnoredCell[]): Fields {
  const before = Object.hasOwn(input, IGNORED) ? cellsOf(input[IGNORED]) : [];
  const all = [...before, ...cells].filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  const given = withoutIgnored(input);
  return all.length === 0 ? given : { ...given, [IGNORED]: apart(all) };
}

/** A value that is no object of cells is kept as it is. */
export function cellsOf(value: unknown): IgnoredCell[] {
  return isObject(value) ? Object.entries(value) : [[IGNORED, value]];
}

/** The part of a name that is kept, so that it isn't shortened with its number. */
const START = 90;

/** Keeps columns of the same name apart: the second of them gets a 2, and so on. */
function apart(cells: readonly IgnoredCell[]): Fields {
  const named = cells.map(([name, value]) => [shorten(name), value] as const);
  const taken = new Set(named.map(([name]) => name));
  const kept = new Map<string, unknown>();
  const counts = new Map<string, number>();
  for (const [name, value] of named) {
    let free = name;
    if (kept.has(name)) {
      let count = counts.get(name) ?? 1;
      const start = name.slice(0, START).toWellFormed();
      do free = `${start} (${++count})`;
      while (taken.has(free));
      counts.set(name, count);
      taken.add(free);
    }
    kept.set(free, value);
  }
  return Object.fromEntries(kept);
}
