import type { Entity, FieldType } from "@onefold/contract";

/** The custom fields that a team has registered for one entity, by name. */
export type FieldRegistry = ReadonlyMap<string, FieldType>;
export type FieldRegistries = Readonly<Record<Entity, FieldRegistry>>;
