import { reading } from "../errors/reading.ts";
import type { Services } from "../services.ts";
import type { FieldRegistries } from "./field-registry.ts";
import type { TeamRules } from "./rules-cache.ts";

/** What a team's bodies are judged by. */
export interface KnownOfTeam {
  readonly fields: FieldRegistries;
  readonly rules: TeamRules;
}

/**
 * Gives it at once, without a promise, if all of it is known. Else both parts are looked up at the same time, so that
 * an outage is waited for once.
 * @throws ApiError UNAVAILABLE
 */
export function knownOfTeam(
  { registries, identityRules }: Pick<Services, "registries" | "identityRules">,
  teamId: string,
): KnownOfTeam | Promise<KnownOfTeam> {
  const [fields, rules] = [registries.of(teamId), identityRules.of(teamId)];
  if (!(fields instanceof Promise) && !(rules instanceof Promise)) return { fields, rules };
  return reading(async () => {
    const [ofFields, ofRules] = await Promise.all([fields, rules]);
    return { fields: ofFields, rules: ofRules };
  });
}
