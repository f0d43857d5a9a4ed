import type { OnConflict } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { AdminError } from "./admin-error.ts";
import { readTeam } from "./read-team.ts";
import type { TeamWithMembers } from "./read-team.ts";

/** What is absent stays as it is. At least one must be there. */
export interface TeamChange {
  readonly name?: string | undefined;
  /** What an upsert does if the request doesn't say. */
  readonly onConflict?: OnConflict | undefined;
}

/**
 * Changes a team, and reads it. The API processes see a new default within seconds.
 * @throws AdminError where the team isn't there
 */
export async function updateTeam(
  db: Database,
  teamId: string,
  { name, onConflict }: TeamChange,
): Promise<TeamWithMembers> {
  await db
    .updateTable("teams")
    .set({
      ...(name !== undefined && { name }),
      ...(onConflict !== undefined && { on_conflict: onConflict }),
    })
    .where("team_id", "=", teamId)
    .execute();
  const team = await readTeam(db, teamId);
  if (!team) throw new AdminError("TEAM_NOT_FOUND", `There is no team ${teamId}.`);
  return team;
}
