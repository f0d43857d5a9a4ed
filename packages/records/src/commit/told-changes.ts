import type { Change } from "@onefold/contract";
import { isSince, readJobField } from "@onefold/identity";

/**
 * Gives the changes that are told. That there is a job follows from the change of the link; and what a job has is told
 * apart only where the record's own field was not changed to the same.
 */
export function toldChanges(changes: Record<string, Change>): Record<string, Change> {
  const names = Object.keys(changes);
  const told = names.filter((name) => !isSince(name) && !isToldByField(changes, name));
  if (told.length === names.length) return changes;
  return Object.fromEntries(told.map((name) => [name, changes[name] ?? {}]));
}

function isToldByField(changes: Record<string, Change>, name: string): boolean {
  const field = readJobField(name)?.field;
  const own = field === undefined ? undefined : changes[field];
  return own !== undefined && own.to === changes[name]?.to;
}

/** Gives the names of fields under which a request gave them: those of a job are given as the record's own. */
export function asRecordFields(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => readJobField(name)?.field ?? name))];
}
