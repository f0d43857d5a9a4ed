import { SUSPICIOUS_AFTER } from "@onefold/contract";
import type { IdentityRules } from "@onefold/contract";
import { compileRules } from "@onefold/identity";
import type { CompiledRules } from "@onefold/identity";
import { createFreshCache } from "../fresh-cache.ts";

/** What a team says of identifiers, compiled. */
export interface TeamRules {
  readonly placeholders: CompiledRules;
  readonly suspiciousAfter: number;
}

export interface RulesCache {
  /** Gives the rules, at most 5 s old, or 5 minutes while Postgres is down. */
  of(teamId: string): TeamRules | Promise<TeamRules>;
  /** Forgets them. Call it after this process has changed them. */
  forget(teamId: string): void;
}

/** The rules of a team that has set none. All such teams share this object. */
export const NO_TEAM_RULES: TeamRules = {
  placeholders: compileRules({ never: [], allow: [] }),
  suspiciousAfter: SUSPICIOUS_AFTER,
};

export function createRulesCache(readRules: (teamId: string) => Promise<IdentityRules>): RulesCache {
  const cache = createFreshCache<TeamRules>({
    max: 10_000,
    freshMs: () => 5_000,
    staleMs: () => 300_000,
  });
  return {
    of: (teamId) => cache.get(teamId, async () => toTeamRules(await readRules(teamId))),
    forget: (teamId) => cache.delete(teamId),
  };
}

function toTeamRules({ never, allow, suspiciousAfter }: IdentityRules): TeamRules {
  if (never.length + allow.length === 0 && suspiciousAfter === SUSPICIOUS_AFTER) return NO_TEAM_RULES;
  return { placeholders: compileRules({ never, allow }), suspiciousAfter };
}
