/** What a team says of identifiers; a team without a row says nothing. */
export interface IdentityRulesTable {
  team_id: string;
  /** Patterns, as the team wrote them. */
  never: string[];
  allow: string[];
  suspicious_after: number;
}
