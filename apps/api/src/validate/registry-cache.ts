import { forEachEntity } from "@onefold/contract";
import type { FieldType } from "@onefold/contract";
import type { CustomField } from "@onefold/records";
import { createFreshCache } from "../fresh-cache.ts";
import { RESERVED_NAMES } from "../standard-fields.ts";
import type { FieldRegistries } from "./field-registry.ts";

export interface RegistryCache {
  /** Gives the team's custom fields, at most 5 s old, or 5 minutes while Postgres is down. */
  of(teamId: string): FieldRegistries | Promise<FieldRegistries>;
  /** Reads them again, for a body that names an unknown field: it may have been registered a moment ago. */
  reload(teamId: string): Promise<FieldRegistries>;
  /** Forgets them. Call it after this process has changed them. */
  forget(teamId: string): void;
}

export function createRegistryCache(listFields: (teamId: string) => Promise<CustomField[]>): RegistryCache {
  const cache = createFreshCache<FieldRegistries>({
    max: 10_000,
    freshMs: () => 5_000,
    staleMs: () => 300_000,
  });
  const load = (teamId: string) => async () => toRegistries(await listFields(teamId));
  return {
    of: (teamId) => cache.get(teamId, load(teamId)),
    reload: (teamId) => cache.reload(teamId, load(teamId)),
    forget: (teamId) => cache.delete(teamId),
  };
}

function toRegistries(fields: readonly CustomField[]): FieldRegistries {
  const registries = forEachEntity(() => new Map<string, FieldType>());
  for (const { entity, name, type } of fields) {
    // A field may have been registered before its name got a meaning. It can't be given any more.
    if (!RESERVED_NAMES[entity].has(name)) registries[entity].set(name, type);
  }
  return registries;
}
