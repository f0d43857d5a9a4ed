import type { FieldValue, RecordSnapshot, SnapshotJob } from "@onefold/contract";
import { fieldMap, jobsOf, readJobField } from "@onefold/identity";
import type { EntityDefinition, Job, RecordState } from "@onefold/identity";
import type { LoadedRecord } from "../commit/commit-state.ts";

/** Gives the id that a linked record has now, or undefined if it was deleted. */
export type ResolveLink = (linkedId: string) => string | undefined;

/** Gives what a linked record is called, by the id that it has now. */
export type NameOfLinked = (linkedId: string) => string | undefined;

/** Gives the record as it stands, in the contract's words. */
export function snapshotOf(
  definition: EntityDefinition,
  record: Pick<LoadedRecord, "teamId" | "recordId" | "identifiers" | "updatedClock">,
  state: RecordState,
  resolveLink: ResolveLink,
  nameOf: NameOfLinked = () => undefined,
): RecordSnapshot {
  const { identifiers: kinds, link } = definition;
  const { ownerId, unsubscribed } = state.fields;
  const linkedId = link && state.fields[link.field];
  const companyId = typeof linkedId === "string" ? resolveLink(linkedId) : undefined;
  const jobs = jobsOf(definition, state, resolveLink).map((job) => snapshotOfJob(job, nameOf));
  const identifiers: Record<string, string[]> = {};
  for (const { kind, field } of kinds) {
    const primary = state.fields[field];
    const owned = record.identifiers
      .filter((identifier) => identifier.kind === kind)
      .toSorted(
        (a, b) =>
          Number(b.value === primary) - Number(a.value === primary) ||
          a.clock - b.clock ||
          (a.value < b.value ? -1 : 1),
      );
    if (owned.length > 0) identifiers[kind] = owned.map((identifier) => identifier.value);
  }
  return {
    recordId: record.recordId,
    teamId: record.teamId,
    fields: ownFields(definition, state.fields),
    identifiers,
    ownerId: typeof ownerId === "string" ? ownerId : state.origin.createdBy,
    ...(companyId !== undefined && { companyId }),
    ...(jobs.length > 0 && { jobs }),
    ...(unsubscribed === true && { unsubscribed }),
    source: state.origin.source,
    createdAt: millisecondsOf(state.origin.clock),
    createdBy: state.origin.createdBy,
    updatedAt: millisecondsOf(record.updatedClock),
  };
}

function snapshotOfJob({ linkedId, fields, current, since }: Job, nameOf: NameOfLinked): SnapshotJob {
  const name = nameOf(linkedId);
  return {
    companyId: linkedId,
    ...(name !== undefined && { companyName: name }),
    fields: { ...fields },
    current,
    since: millisecondsOf(since),
  };
}

/** Gives the fields that have no place of their own in a snapshot. To copy some is quicker than to delete the others. */
function ownFields(definition: EntityDefinition, all: RecordState["fields"]): Record<string, FieldValue> {
  const elsewhere = fieldsElsewhere(definition);
  const own = fieldMap<FieldValue>();
  for (const name of Object.keys(all)) {
    const value = all[name];
    if (value !== undefined && !elsewhere.has(name) && !readJobField(name)) own[name] = value;
  }
  return own;
}

const known = new WeakMap<EntityDefinition, ReadonlySet<string>>();

/** Gives the fields that have a place of their own, once for each definition: every item asks. */
function fieldsElsewhere(definition: EntityDefinition): ReadonlySet<string> {
  let names = known.get(definition);
  if (!names) {
    const { identifiers, link } = definition;
    names = new Set([
      "ownerId",
      "unsubscribed",
      ...(link ? [link.field] : []),
      ...identifiers.map(({ field }) => field),
    ]);
    known.set(definition, names);
  }
  return names;
}

/** A clock counts microseconds. */
function millisecondsOf(clock: number): number {
  return Math.floor(clock / 1000);
}
