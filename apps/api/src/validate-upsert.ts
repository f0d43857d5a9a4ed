import { forEachEntity } from "@onefold/contract";
import type { Entity, OnConflict, Upsert } from "@onefold/contract";
import { reading } from "./errors/reading.ts";
import type { AppContext } from "./request/app-env.ts";
import type { Services } from "./services.ts";
import { PARSERS } from "./validate/parse-upsert.ts";
import type { ParseUpsert } from "./validate/parse-upsert.ts";
import { validationError } from "./validate/validation-error.ts";

/** What is upserted, and what reads its body. */
export interface UpsertKind {
  readonly entity: Entity;
  readonly parse: ParseUpsert;
}

export const UPSERT_KINDS: Readonly<Record<Entity, UpsertKind>> = forEachEntity((entity) => ({
  entity,
  parse: PARSERS[entity],
}));

/**
 * The upsert that a body asks for. One that names an unknown field is judged again by a registry that is read
 * again.
 * @throws ApiError with all problems of the body
 */
export async function validateUpsert(
  c: AppContext,
  { registries }: Services,
  { entity, parse }: UpsertKind,
  body: Readonly<Record<string, unknown>>,
  onConflict: OnConflict,
): Promise<Upsert> {
  const key = c.get("key");
  const { teamId } = key;
  const cached = registries.of(teamId);
  const known = cached instanceof Promise ? await reading(() => cached) : cached;
  let parsed = parse(body, { key, onConflict, registry: known[entity] });
  if (!parsed.ok && parsed.problems.some(({ code }) => code === "INVALID_FIELD")) {
    const reloaded = await reading(() => registries.reload(teamId));
    if (reloaded !== known) parsed = parse(body, { key, onConflict, registry: reloaded[entity] });
  }
  if (!parsed.ok) throw validationError(parsed.problems);
  return parsed.upsert;
}
