import type { FieldValue } from "@onefold/contract";
import type { EntityDefinition, LinkDefinition } from "./entity-definition.ts";
import { fieldMap } from "./field-map.ts";
import type { RecordState } from "./record-state.ts";
import { isLater, laterOf } from "./stamp.ts";
import type { Stamp } from "./stamp.ts";

/*
 * A job is what a contact does at a company, or did. Its parts are fields of the contact's state: `jobs/<companyId>` has
 * the clock of the first write that linked the two, and the stamp of the last; `jobs/<companyId>/jobTitle` what was said
 * of the contact there. So all that folds, joins, merges and undoes fields does the same to jobs, and a process that
 * knows nothing of them keeps them. No field of a team has a slash in its name.
 */
const PREFIX = "jobs/";

/** Gives the name under which a state keeps a job, or one of its fields. */
export function jobField(linkedId: string, field?: string): string {
  return field === undefined ? `${PREFIX}${linkedId}` : `${PREFIX}${linkedId}/${field}`;
}

/** Reads such a name: whose job it is, and which field of it. It is undefined for all other fields. */
export function readJobField(
  name: string,
): { readonly linkedId: string; readonly field?: string } | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const [, linkedId = "", field] = name.split("/");
  return { linkedId, ...(field !== undefined && { field }) };
}

/** Says whether the field has the clock of a first link: of two the lower one stands, whatever their stamps. */
export function isSince(name: string): boolean {
  return name.startsWith(PREFIX) && !name.includes("/", PREFIX.length);
}

/** Gives the ids of all records that this one has a job with, as they were stored. */
export function jobIds(fields: RecordState["fields"]): string[] {
  return Object.keys(fields)
    .filter(isSince)
    .map((name) => name.slice(PREFIX.length));
}

/** Gives the ids of all records that a state names, each once. */
export function linkedIds({ field }: LinkDefinition, { fields }: RecordState): string[] {
  const id = fields[field];
  return [...new Set([...(typeof id === "string" ? [id] : []), ...jobIds(fields)])];
}

/** Gives the earlier of two first links. Either may be missing. */
export function earlierSince(a: FieldValue | undefined, b: FieldValue | undefined): FieldValue | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

/** What a record is to one that it is or was linked to. */
export interface Job {
  /** The id that the linked record has now. */
  readonly linkedId: string;
  readonly current: boolean;
  /** The clock of the first link. */
  readonly since: number;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/**
 * Gives the jobs of a record: the current one, then the others, the one that was linked last first. What the record's
 * own fields say counts for the job that was current when they were written, unless something later was said of a job.
 * Jobs with records that were merged are one, and one with a record that was deleted is none.
 * @param resolve gives the id that a linked record has now
 */
export function jobsOf(
  definition: EntityDefinition,
  given: RecordState,
  resolve: (linkedId: string) => string | undefined,
): Job[] {
  const { link } = definition;
  const ids = link?.jobs ? jobIds(given.fields) : [];
  if (!link?.jobs || ids.length === 0) return [];
  const state = withSaidJobs(definition, given);
  const ownId = linkedBy(link.field, state.fields);
  const currentId = ownId === undefined ? undefined : resolve(ownId);
  const found = new Map<string, KeptJob>();
  for (const id of ids) {
    const linkedId = resolve(id);
    const last = state.stamps[jobField(id)];
    if (linkedId === undefined || !last) continue;
    const job = found.get(linkedId) ?? { since: Infinity, last, said: {}, fields: {} };
    job.since = Math.min(job.since, Number(state.fields[jobField(id)]));
    job.last = laterOf(job.last, last);
    for (const field of link.jobs.fields) take(job, field, state, jobField(id, field));
    found.set(linkedId, job);
  }
  return Array.from(found, ([linkedId, job]) => ({ linkedId, isCurrent: linkedId === currentId, job }))
    .toSorted(
      (a, b) =>
        Number(b.isCurrent) - Number(a.isCurrent) ||
        b.job.last.effective - a.job.last.effective ||
        b.job.last.clock - a.job.last.clock ||
        (a.linkedId < b.linkedId ? -1 : 1),
    )
    .map(({ linkedId, isCurrent, job: { since, fields } }) => ({
      linkedId,
      current: isCurrent,
      since,
      fields,
    }));
}

interface KeptJob {
  since: number;
  /** The stamp of the last link. */
  last: Stamp;
  readonly said: Record<string, Stamp>;
  readonly fields: Record<string, FieldValue>;
}

/** Takes what a state says of a job under that name, unless the job has something later. */
function take(job: KeptJob, field: string, { fields, stamps }: RecordState, name: string): void {
  const stamp = stamps[name];
  if (!stamp || !isLater(stamp, job.said[field])) return;
  job.said[field] = stamp;
  const value = fields[name];
  if (value === undefined) delete job.fields[field];
  else job.fields[field] = value;
}

/**
 * Gives a state that was stored before there were jobs, or written by a process that knows none, with the job that its
 * link means. It is the same state where it has that.
 */
export function withLinkedJob(definition: EntityDefinition, state: RecordState): RecordState {
  const { link } = definition;
  const linkedId = link?.jobs && linkedBy(link.field, state.fields);
  const linked = link && state.stamps[link.field];
  if (linkedId === undefined || !linked) return state;
  const name = jobField(linkedId);
  const last = state.stamps[name];
  if (state.fields[name] !== undefined && !isLater(linked, last)) return state;
  const [fields, stamps] = [fieldMap(state.fields), fieldMap(state.stamps)];
  fields[name] ??= linked.clock;
  stamps[name] = last ? laterOf(linked, last) : linked;
  return last ? { ...state, fields, stamps } : withSaidJobs(definition, { ...state, fields, stamps });
}

/**
 * Gives the state with what its own fields say of a job written to that job as well. They say it of the one that was
 * current when they were written: the last to which there was a link then, else the first. What is as old as the last
 * thing that was said of any job came with that.
 */
export function withSaidJobs({ link }: EntityDefinition, state: RecordState): RecordState {
  const ids = link?.jobs ? jobIds(state.fields) : [];
  if (!link?.jobs || ids.length === 0) return state;
  let said: { fields: Record<string, FieldValue>; stamps: Record<string, Stamp> } | undefined;
  for (const field of link.jobs.fields) {
    const stamp = state.stamps[field];
    if (!stamp || ids.some((id) => !isLater(stamp, state.stamps[jobField(id, field)]))) continue;
    const id = linkedAt(link.field, state, ids, stamp);
    if (id === undefined) continue;
    said ??= { fields: fieldMap(state.fields), stamps: fieldMap(state.stamps) };
    const name = jobField(id, field);
    said.stamps[name] = stamp;
    const value = state.fields[field];
    if (value === undefined) delete said.fields[name];
    else said.fields[name] = value;
  }
  return said ? { ...state, ...said } : state;
}

/**
 * Gives the stamps that a merge left, with those of jobs. One from before there were jobs left none: what a record kept
 * of a job then was as old as the field that it is made of.
 */
export function withJobStamps(
  { link }: EntityDefinition,
  left: RecordState["stamps"],
  now: RecordState["stamps"],
): RecordState["stamps"] {
  const stamps = fieldMap(left);
  for (const name of Object.keys(now)) {
    const job = stamps[name] ? undefined : readJobField(name);
    const stamp = job && link && stamps[job.field ?? link.field];
    if (stamp) stamps[name] = stamp;
  }
  return stamps;
}

/**
 * Gives which of these the record was linked to at that time, as far as the state tells. Since when it is linked is a
 * clock: a source may have seen the link before that.
 */
function linkedAt(
  linkField: string,
  { fields, stamps }: RecordState,
  ids: readonly string[],
  time: Stamp,
): string | undefined {
  const currentId = linkedBy(linkField, fields);
  const linked = stamps[linkField];
  if (currentId !== undefined && ids.includes(currentId) && linked && !isLater(linked, time))
    return currentId;
  const links = ids.flatMap((id) => {
    const since = Number(fields[jobField(id)]);
    const last = stamps[jobField(id)];
    const first = { effective: Math.min(since, last?.effective ?? since), clock: since };
    return [first, ...(last ? [last] : [])].map((stamp) => ({ id, stamp }));
  });
  const [first, ...others] = links.toSorted(
    (a, b) =>
      a.stamp.effective - b.stamp.effective ||
      a.stamp.clock - b.stamp.clock ||
      Number(a.id === currentId) - Number(b.id === currentId) ||
      (a.id < b.id ? -1 : 1),
  );
  return (others.findLast(({ stamp }) => !isLater(stamp, time)) ?? first)?.id;
}

function linkedBy(linkField: string, fields: RecordState["fields"]): string | undefined {
  const id = fields[linkField];
  return typeof id === "string" ? id : undefined;
}
