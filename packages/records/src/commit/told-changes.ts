import type { Change, FieldRejection, MergeUndone } from "@onefold/contract";
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

/**
 * Gives the names of fields under which a request gave them: those of a job are given as the record's own. Nobody gives
 * since when there is a job.
 */
export function asRecordFields(names: readonly string[]): string[] {
  const given = names.filter((name) => !isSince(name));
  return [...new Set(given.map((name) => readJobField(name)?.field ?? name))];
}

/** Gives rejections with such names: each value of a record once. */
export function asRecordRejections(rejections: readonly FieldRejection[]): FieldRejection[] {
  const told = new Map<string, FieldRejection>();
  for (const each of rejections)
    for (const field of asRecordFields([each.field])) {
      const key = JSON.stringify([field, each.reason, each.rejectedValue, each.conflictingRecordId]);
      if (!told.has(key)) told.set(key, { ...each, field });
    }
  return [...told.values()];
}

/** Gives what an undo did with such names. What became of the record's own field is told, else of those of its jobs. */
export function asRecordUndo({ moved, kept, left }: MergeUndone): MergeUndone {
  const told = asRecordFields(kept).filter((field) => !moved.includes(field));
  return { moved: asRecordFields(moved).filter((field) => !told.includes(field)), kept: told, left };
}
