import { CompanyLink } from "@onefold/contract";
import type {
  Applied,
  ErrorDetail,
  NoteCode,
  RecordSnapshot,
  Rejected,
  StoredResult,
} from "@onefold/contract";
import { seesAll } from "../auth/key-powers.ts";
import type { Scoped } from "../auth/key-powers.ts";

/** A record as far as a key sees it. */
export type VisibleRecord = Pick<
  RecordSnapshot,
  "recordId" | "teamId" | "fields" | "identifiers" | "ownerId" | "companyId"
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
 * A result as the key that reads it may see it: whole with `read`, else what its own request gave. Every answer that
 * shows a result shows it by this, so none tells such a key a value that it didn't send, or names another record.
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
    record: { ...record, unsubscribed: record.unsubscribed === true },
    companyLinked: record.companyId !== undefined,
  };
}

/** Whether the key is told of such a note, in a result or counted: a possible duplicate is about other records. */
export function seesNote(reader: Scoped, code: NoteCode): boolean {
  return code !== "POSSIBLE_DUPLICATE" || seesAll(reader);
}

/** Built of what it may see, so that what results have tomorrow isn't in it by itself. */
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

/** Whether the company that it named is the record's now, not whether the record has one. */
function isLinkedByIt({ outcome, given: names = [], record, warnings, fieldRejections }: Applied): boolean {
  if (record.companyId === undefined) return false;
  if (outcome === "created") return true;
  const isRefused =
    warnings.some(({ code }) => code === "COMPANY_NOT_FOUND") ||
    fieldRejections.some(
      // The company may have been named otherwise as well.
      ({ field, reason }) => reason !== "placeholder" && CompanyLink.shape.field.safeParse(field).success,
    );
  return names.includes("companyId") && !isRefused;
}

/** All of it is the request's own; the owner and the company are other things' ids. */
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

/** To what they were changed, not from what. */
function changesOf({ changes }: Applied, names: ReadonlySet<string>): Applied["changes"] {
  const own = pick(changes, new Set([...names, "additionalEmails"]));
  return Object.fromEntries(
    Object.entries(own).map(([name, { to }]) => [name, to === undefined ? {} : { to }]),
  );
}

function pick<V>(values: Readonly<Record<string, V>>, names: ReadonlySet<string>): Record<string, V> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}

/** Which of its identifiers clash, and not with what. */
function withoutRecords(result: Rejected): Rejected {
  if (result.code !== "IDENTITY_CONFLICT" || !result.details) return result;
  const details = result.details.map(({ path, code }): ErrorDetail => ({
    path,
    code,
    message: `${path} belongs to a record.`,
  }));
  return { ...result, details };
}
