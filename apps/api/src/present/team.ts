import type { Team } from "@onefold/contract";
import { presentTime } from "@onefold/present";
import type { TeamWithMembers } from "@onefold/records";

/** Shows a team without its users. */
export function presentTeam(team: TeamWithMembers): Team {
  return {
    _id: team.teamId,
    name: team.name,
    userIds: team.members.map(({ userId }) => userId),
    createdBy: team.createdBy,
    createdAt: presentTime(team.createdAt.getTime()),
    onConflict: team.onConflict,
    hooks: [],
    beta: [],
    invitedUsers: [],
  };
}
