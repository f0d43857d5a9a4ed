import type { Entity } from "@onefold/contract";
import { definitionOf, isId, readIdentifier } from "@onefold/identity";
import type { RecordName } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";

/** Reads a text that names a record, by its id or by an identifier of any kind. */
export function recordNameOf(entity: Entity, text: string): RecordName | undefined {
  const definition = definitionOf(entity);
  if (isId(definition.idPrefix, text)) return { recordId: text };
  const identifier = readIdentifier(definition, text);
  return identifier && { identifier };
}

/** Another team's record is not found either. */
export function notFound(what: string): ApiError {
  return new ApiError("NOT_FOUND", `There is no such ${what}.`);
}
