import type { Entity, Upsert } from "@onefold/contract";
import { seesAll } from "@onefold/present";
import { reading } from "../errors/reading.ts";
import type { AppContext } from "../request/app-env.ts";
import type { UpsertOptions } from "../request/upsert-options.ts";
import type { Services } from "../services.ts";
import { knownOfTeam } from "./known-of-team.ts";
import { PARSERS } from "./parse-upsert.ts";
import { withHints } from "./with-hints.ts";
import { validationError } from "./validation-error.ts";

/**
 * Gives the upsert that a body asks for. If the body names an unknown field, it is judged once more by a registry that
 * is read again.
 * @throws ApiError with all problems of the body
 */
export async function validateUpsert(
  c: AppContext,
  services: Services,
  entity: Entity,
  body: Readonly<Record<string, unknown>>,
  { onConflict, createCompanies }: UpsertOptions,
): Promise<Upsert> {
  const key = c.get("key");
  const parse = PARSERS[entity];
  const { teamId } = key;
  const known = knownOfTeam(services, teamId);
  const { fields, rules } = known instanceof Promise ? await known : known;
  let registry = fields[entity];
  let parsed = parse(body, { key, onConflict, createCompanies, rules, registry });
  if (!parsed.ok && parsed.problems.some(({ code }) => code === "INVALID_FIELD")) {
    const reloaded = await reading(() => services.registries.reload(teamId));
    if (reloaded !== fields) {
      registry = reloaded[entity];
      parsed = parse(body, { key, onConflict, createCompanies, rules, registry });
    }
  }
  if (!parsed.ok) throw validationError(withHints(entity, parsed.problems, registry, seesAll(key)));
  return parsed.upsert;
}
