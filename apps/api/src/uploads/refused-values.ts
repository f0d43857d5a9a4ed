import type { ErrorDetail, FieldValue, RefusedValue } from "@onefold/contract";
import { isEmpty, storableText } from "../validate/clean-text.ts";

type Fields = Readonly<Record<string, unknown>>;

/** This much of a value is enough to find it again in the file. */
const SHOWN_MAX = 1_000;
const PATH = /^(.*?)(?:\[(\d+)\])?$/s;

/** Gives the field that a problem is about. For `additionalEmails[2]` that is the list. */
export function fieldOf(path: string): string {
  return PATH.exec(path)?.[1] ?? path;
}

/** Gives what a receipt tells of a row's value that wasn't taken. */
export function refusedValue({ path, message }: ErrorDetail, fields: Fields): RefusedValue {
  const field = fieldOf(path);
  const given = fields[field];
  const index = PATH.exec(path)?.[2];
  const value = index !== undefined && Array.isArray(given) ? entriesOf(given)[Number(index)] : given;
  return { field, reason: "invalid", message, ...(value !== undefined && { rejectedValue: shown(value) }) };
}

/** Gives the fields without what the problems are about. A list loses only the entries with a problem. */
export function withoutRefused(fields: Fields, problems: readonly ErrorDetail[]): Fields {
  const whole = new Set<string>();
  const entries = new Map<string, Set<number>>();
  for (const { path } of problems) {
    const field = fieldOf(path);
    const index = PATH.exec(path)?.[2];
    if (index === undefined) whole.add(field);
    else entries.set(field, (entries.get(field) ?? new Set()).add(Number(index)));
  }
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !whole.has(name))
      .map(([name, value]) => {
        const wrong = entries.get(name);
        if (!wrong || !Array.isArray(value)) return [name, value];
        return [name, entriesOf(value).filter((_, index) => !wrong.has(index))];
      }),
  );
}

/** Counts entries as they are counted where they are judged. */
function entriesOf(list: readonly unknown[]): unknown[] {
  return list.filter((entry) => !isEmpty(entry));
}

function shown(value: unknown): FieldValue {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return storableText(text.slice(0, SHOWN_MAX));
}
