import type { Change, RecordSnapshot } from "@onefold/contract";
import { definitionOf, entityOfRecord } from "@onefold/identity";

/** Gives all that a record has right after its creation, as changes that the creation made. */
export function valuesOf(record: RecordSnapshot): Record<string, Change> {
  const { main, identifiers, aliases, link } = definitionOf(entityOfRecord(record.recordId));
  const [, ...others] = record.identifiers[main.kind] ?? [];
  const values: [string, Change["to"]][] = [
    ...identifiers.map(({ field, kind }): [string, Change["to"]] => [field, record.identifiers[kind]?.[0]]),
    ...(aliases && others.length > 0 ? [[aliases.field, others] satisfies [string, string[]]] : []),
    ...Object.entries(record.fields),
    ...(link ? [[link.field, record.companyId] satisfies [string, string | undefined]] : []),
    // The creator is the owner by default, so that is no change.
    ["ownerId", record.ownerId === record.createdBy ? undefined : record.ownerId],
  ];
  return Object.fromEntries(values.flatMap(([name, to]) => (to === undefined ? [] : [[name, { to }]])));
}
