import type { Entity } from "@onefold/contract";
import { definitionOf, isId } from "@onefold/identity";
import type { RecordName } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";

/** The record that a path names by its id or its main key: a contact's e-mail, a company's domain. */
export function recordNameOf(entity: Entity, text: string): RecordName | undefined {
  const { idPrefix, identifiers } = definitionOf(entity);
  if (isId(idPrefix, text)) return { recordId: text };
  const [main] = identifiers;
  const value = main?.canonical(text);
  return main && value !== undefined ? { identifier: { kind: main.kind, value } } : undefined;
}

/** Another team's record is not found either. */
export function notFound(what: string): ApiError {
  return new ApiError("NOT_FOUND", `There is no such ${what}.`);
}
