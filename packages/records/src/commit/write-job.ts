import { JOBS_MAX } from "@onefold/contract";
import type { FieldRejection, FieldValue, Item } from "@onefold/contract";
import { jobField, jobIds } from "@onefold/identity";
import type { EntityDefinition, Patch, RecordState } from "@onefold/identity";
import type { ResolveLink } from "../reads/snapshot.ts";
import type { LoadedRecord } from "./commit-state.ts";

/**
 * How many jobs are stored of a record at most: those with records that were deleted or merged since are kept, for an
 * undo, but are none that anybody sees.
 */
export const JOBS_STORED_MAX = 4 * JOBS_MAX;

/** What an item writes, with what it says of the job with the record that it links to. */
interface WrittenJob {
  readonly set: Patch["set"];
  readonly clear: readonly string[];
  /** The link, and since when it is. */
  readonly link: Patch["set"];
  readonly refused: readonly FieldRejection[];
}

/**
 * Adds to an item what it writes of a job: an item that names the linked record says of that one what it says of the
 * fields that are kept for each. A record that has as many jobs as it can have gets no further one, as none is ever
 * dropped: then neither the link is made, nor what is said of it written.
 * @param linked the link that the item makes
 * @param resolve gives the id that a linked record has now
 */
export function writeJob(
  { link }: EntityDefinition,
  record: LoadedRecord,
  { clock, upsert }: Pick<Item, "clock" | "upsert">,
  linked: Readonly<Record<string, string>>,
  resolve: ResolveLink,
): WrittenJob {
  const { set, clear = [] } = upsert;
  const linkedId = link && linked[link.field];
  if (!link?.jobs || linkedId === undefined) return { set, clear, link: linked, refused: [] };
  const { fields } = link.jobs;
  const given = fields.filter((field) => set[field] !== undefined);
  const emptied = clear.filter((field) => fields.includes(field));
  if (isFull(record.state, linkedId, resolve)) {
    const told = [...given, ...emptied].map((field) => ({ field, value: set[field] }));
    return {
      set: Object.fromEntries(Object.entries(set).filter(([field]) => !fields.includes(field))),
      clear: clear.filter((field) => !fields.includes(field)),
      link: {},
      refused: [...(upsert.company ? [upsert.company] : []), ...told].map((each) => full(record, each)),
    };
  }
  return {
    set: {
      ...set,
      ...Object.fromEntries(given.map((field) => [jobField(linkedId, field), set[field] ?? ""])),
    },
    clear: [...clear, ...emptied.map((field) => jobField(linkedId, field))],
    link: { ...linked, [jobField(linkedId)]: clock },
    refused: [],
  };
}

function isFull(state: RecordState | undefined, linkedId: string, resolve: ResolveLink): boolean {
  if (!state || state.fields[jobField(linkedId)] !== undefined) return false;
  return tooManyJobs({ ...state.fields, [jobField(linkedId)]: 0 }, resolve) !== undefined;
}

function full(
  { recordId }: LoadedRecord,
  { field, value }: { readonly field: string; readonly value: FieldValue | undefined },
): FieldRejection {
  return {
    field,
    reason: "limit",
    ...(value !== undefined && { rejectedValue: value }),
    conflictingRecordId: recordId,
  };
}

/** Says how many jobs a record would have, if they are more than it can have. */
export function tooManyJobs(
  fields: RecordState["fields"],
  resolve: ResolveLink,
): { readonly count: number; readonly max: number } | undefined {
  const ids = jobIds(fields);
  if (ids.length <= JOBS_MAX) return undefined;
  const count = new Set(ids.map(resolve).filter((id) => id !== undefined)).size;
  if (count > JOBS_MAX) return { count, max: JOBS_MAX };
  return ids.length > JOBS_STORED_MAX ? { count: ids.length, max: JOBS_STORED_MAX } : undefined;
}
