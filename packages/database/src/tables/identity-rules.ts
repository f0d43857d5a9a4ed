/** What a team says of identifiers. A team without a row says nothing. */
export interface IdentityRulesTable {
  team_id: string;
  /** The patterns as the team wrote them. */
  never: string[];
  allow: string[];
  suspicious_after: number;
}
