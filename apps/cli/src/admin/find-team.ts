import type { Database } from "@onefold/database";
import { listTeams, readTeam } from "@onefold/records";
import type { TeamWithMembers } from "@onefold/records";
import { CliError } from "../cli-error.ts";

/** Gives the team with that id. Without an id, it gives the only team there is. */
export async function findTeam(db: Database, teamId: string | undefined): Promise<TeamWithMembers> {
  const team = await readTeam(db, teamId ?? (await onlyTeam(db)));
  if (team === undefined) throw new CliError(`There is no team ${teamId}.`);
  return team;
}

async function onlyTeam(db: Database): Promise<string> {
  const teams = await listTeams(db);
  const [team] = teams;
  if (team === undefined) throw new CliError("There is no team yet: make one with npx onefold team create.");
  if (teams.length > 1) {
    throw new CliError(
      `There are ${teams.length} teams: name one with --team, as npx onefold team list shows them.`,
    );
  }
  return team.teamId;
}
