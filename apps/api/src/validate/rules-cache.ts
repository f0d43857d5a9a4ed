import { SUSPICIOUS_AFTER } from "@onefold/contract";
import type { IdentityRules } from "@onefold/contract";
import { compileRules } from "@onefold/identity";
import type { CompiledRules } from "@onefold/identity";
import { createFreshCache } from "../fresh-cache.ts";

/** What a team says of identifiers, ready to be held against them. */
export interface TeamRules {
  readonly placeholders: CompiledRules;
  readonly suspiciousAfter: number;
}

export interface RulesCache {
  /** At most 5 s old, or 5 minutes where Postgres is down. */
  of(teamId: string): TeamRules | Promise<TeamRules>;
  /** After a change of our own. */
  forget(teamId: string): void;
}

/** Of a team that says nothing. One for all of them, as most teams don't. */
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
