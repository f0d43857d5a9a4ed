import type { IdentifierKind } from "@onefold/contract";
import { isId } from "@onefold/identity";
import type { RecordName } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";

/** The record that a path names by its id or its main key; undefined where it is neither. */
export function recordName(
  text: string,
  idPrefix: string,
  kind: IdentifierKind,
  canonical: (raw: string) => string | undefined,
): RecordName | undefined {
  if (isId(idPrefix, text)) return { recordId: text };
  const value = canonical(text);
  return value === undefined ? undefined : { identifier: { kind, value } };
}

/** Another team's record is not found either. */
export function notFound(what: string): ApiError {
  return new ApiError("NOT_FOUND", `There is no such ${what}.`);
}
