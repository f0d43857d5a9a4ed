import type { Entity, OnConflict, Upsert } from "@onefold/contract";
import { reading } from "../errors/reading.ts";
import type { AppContext } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { PARSERS } from "./parse-upsert.ts";
import { withHints } from "./with-hints.ts";
import { validationError } from "./validation-error.ts";

/**
 * The upsert that a body asks for. One that names an unknown field is judged again by a registry that is read
 * again.
 * @throws ApiError with all problems of the body
 */
export async function validateUpsert(
  c: AppContext,
  { registries }: Services,
  entity: Entity,
  body: Readonly<Record<string, unknown>>,
  onConflict: OnConflict,
): Promise<Upsert> {
  const key = c.get("key");
  const parse = PARSERS[entity];
  const { teamId } = key;
  const cached = registries.of(teamId);
  const known = cached instanceof Promise ? await reading(() => cached) : cached;
  let registry = known[entity];
  let parsed = parse(body, { key, onConflict, registry });
  if (!parsed.ok && parsed.problems.some(({ code }) => code === "INVALID_FIELD")) {
    const reloaded = await reading(() => registries.reload(teamId));
    if (reloaded !== known) {
      registry = reloaded[entity];
      parsed = parse(body, { key, onConflict, registry });
    }
  }
  if (!parsed.ok) throw validationError(withHints(entity, parsed.problems, registry));
  return parsed.upsert;
}
