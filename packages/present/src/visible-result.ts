import { CompanyLink } from "@onefold/contract";
import type {
  Applied,
  ErrorDetail,
  NoteCode,
  RecordSnapshot,
  Rejected,
  StoredResult,
} from "@onefold/contract";
import { seesAll } from "./key-powers.ts";
import type { Scoped } from "./key-powers.ts";

/** The part of a record that a key may see. */
export type VisibleRecord = Pick<
  RecordSnapshot,
  "recordId" | "teamId" | "fields" | "identifiers" | "ownerId" | "companyId" | "jobs"
> &
  Partial<Pick<RecordSnapshot, "source" | "createdAt" | "createdBy">> & {
    readonly unsubscribed?: boolean | undefined;
  };

export interface VisibleApplied extends Omit<Applied, "record"> {
  readonly record: VisibleRecord;
  readonly companyLinked: boolean;
}

export type VisibleResult = VisibleApplied | Exclude<StoredResult, Applied>;

/**
 * Gives the part of a result that the key may see. With `read` that is all of it, else what the key's own request gave.
 * Every answer that shows a result uses this. So no answer tells such a key a value that it didn't send, or names
 * another record.
 */
export function visibleResult(reader: Scoped, result: StoredResult): VisibleResult {
  if (result.outcome === "erased") return result;
  if (result.outcome === "rejected") return seesAll(reader) ? result : withoutRecords(result);
  return seesAll(reader) ? whole(result) : given(reader, result);
}

function whole(result: Applied): VisibleApplied {
  const { record } = result;
  return {
    ...result,
    record: { ...record, jobs: record.jobs ?? [], unsubscribed: record.unsubscribed === true },
    companyLinked: record.companyId !== undefined,
  };
}

/**
 * Says whether the key is told of such a note, in a result or in a count. A possible duplicate is about other records.
 */
export function seesNote(reader: Scoped, code: NoteCode): boolean {
  return code !== "POSSIBLE_DUPLICATE" || seesAll(reader);
}

/** This lists what the key may see. So a part that is added to results isn't shown by mistake. */
function given(reader: Scoped, result: Applied): VisibleApplied {
  const { outcome, action, dryRun, matchedBy, warnings } = result;
  const refused = new Set(result.fieldRejections.map(({ field }) => field));
  const names = new Set((result.given ?? []).filter((name) => name !== "companyId" && !refused.has(name)));
  return {
    outcome,
    ...(action !== undefined && { action }),
    ...(dryRun && { dryRun }),
    ...(matchedBy !== undefined && { matchedBy }),
    changes: changesOf(result, names),
    warnings: warnings.filter(({ code }) => seesNote(reader, code)),
    fieldRejections: result.fieldRejections.map(({ field, reason, rejectedValue, message }) => ({
      field,
      reason,
      ...(rejectedValue !== undefined && { rejectedValue }),
      ...(message !== undefined && { message }),
    })),
    record: outcome === "created" ? ownRecord(result.record) : knownRecord(result.record, names),
    companyLinked: isLinkedByIt(result),
  };
}

/** Says whether the record is linked to the company that the request named. Whether it has any company isn't told. */
function isLinkedByIt({ outcome, given: names = [], record, warnings, fieldRejections }: Applied): boolean {
  if (record.companyId === undefined) return false;
  if (outcome === "created") return true;
  const isRefused =
    warnings.some(({ code }) => code === "COMPANY_NOT_FOUND") ||
    fieldRejections.some(
      // The request may have named the company in another way as well.
      ({ field, reason }) => reason !== "placeholder" && CompanyLink.shape.field.safeParse(field).success,
    );
  return names.includes("companyId") && !isRefused;
}

/** All fields are the request's own. The owner and the company are left out, as they are ids of other things. */
function ownRecord(record: RecordSnapshot): VisibleRecord {
  const { recordId, teamId, fields, identifiers, source, createdAt, createdBy } = record;
  const unsubscribed = record.unsubscribed === true;
  return { recordId, teamId, fields, identifiers, source, createdAt, createdBy, unsubscribed };
}

function knownRecord(
  { recordId, teamId, fields }: RecordSnapshot,
  names: ReadonlySet<string>,
): VisibleRecord {
  return { recordId, teamId, fields: pick(fields, names), identifiers: {} };
}

/** Tells to what values were changed, but not from what. */
function changesOf({ changes }: Applied, names: ReadonlySet<string>): Applied["changes"] {
  const own = pick(changes, new Set([...names, "additionalEmails"]));
  return Object.fromEntries(
    Object.entries(own).map(([name, { to }]) => [name, to === undefined ? {} : { to }]),
  );
}

function pick<V>(values: Readonly<Record<string, V>>, names: ReadonlySet<string>): Record<string, V> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}

/** Tells which identifiers clash, but not with which record. */
function withoutRecords(result: Rejected): Rejected {
  if (result.code !== "IDENTITY_CONFLICT" || !result.details) return result;
  const details = result.details.map(({ path, code }): ErrorDetail => ({
    path,
    code,
    message: `${path} belongs to a record.`,
  }));
  return { ...result, details };
}
