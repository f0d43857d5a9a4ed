import type { Hook, Team } from "@onefold/contract";
import { presentTime } from "@onefold/present";
import type { TeamWithMembers } from "@onefold/records";

/**
 * Shows a team without its users.
 * @param hooks those that the reader may see
 */
export function presentTeam(team: TeamWithMembers, hooks: readonly Hook[]): Team {
  return {
    _id: team.teamId,
    name: team.name,
    userIds: team.members.map(({ userId }) => userId),
    createdBy: team.createdBy,
    createdAt: presentTime(team.createdAt.getTime()),
    onConflict: team.onConflict,
    hooks: [...hooks],
    beta: [],
    invitedUsers: [],
  };
}
