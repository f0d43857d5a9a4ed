import { identifiersOf, isContact } from "../records/entities.ts";
import type { Shown } from "../records/entities.ts";

type Held = string | number | boolean | readonly string[];

/** A field of two records, and of what they would be as one. */
export interface Compared {
  readonly field: string;
  readonly first: Held | undefined;
  readonly other: Held | undefined;
  readonly after: Held | undefined;
  /** Whether the other one's value stands nowhere after a merge. */
  readonly isLost: boolean;
}

/** Puts two records side by side, field by field: what names them first. What neither has is left out. */
export function compare(first: Shown, other: Shown, after: Shown | undefined): Compared[] {
  const [one, two, both] = [heldBy(first), heldBy(other), after ? heldBy(after) : new Map<string, Held>()];
  return [...new Set([...one.keys(), ...two.keys()])].map((field) => {
    const values = { first: one.get(field), other: two.get(field), after: both.get(field) };
    const isLost = after !== undefined && values.other !== undefined && !holds(values.after, values.other);
    return { field, ...values, isLost };
  });
}

/** Gives what a record has: its identifiers, its fields, and whether it is unsubscribed. */
function heldBy(record: Shown): Map<string, Held> {
  const named = Map.groupBy(identifiersOf(record), ({ field }) => field);
  return new Map<string, Held>([
    ...Array.from(named, ([field, each]): [string, Held] => [field, each.map(({ value }) => value)]),
    ...Object.entries(record.fields).filter(([field]) => !named.has(field)),
    ...(isContact(record) && record.unsubscribed ? [["unsubscribed", true] satisfies [string, Held]] : []),
  ]);
}

/** Says whether a value has all of another one. */
function holds(value: Held | undefined, part: Held): boolean {
  return listOf(part).every((each) => value !== undefined && listOf(value).includes(each));
}

function listOf(value: Held): readonly (string | number | boolean)[] {
  return typeof value === "object" ? value : [value];
}
