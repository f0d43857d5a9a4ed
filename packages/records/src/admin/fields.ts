import type { Entity, FieldType } from "@onefold/contract";

/** A field that a team registered. */
export interface CustomField {
  readonly entity: Entity;
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
}

/** The most custom fields of a team and an entity. */
export const MAX_CUSTOM_FIELDS = 500;
