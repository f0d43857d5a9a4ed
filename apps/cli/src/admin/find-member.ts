import type { Member, TeamWithMembers } from "@onefold/records";
import { CliError } from "../cli-error.ts";

/**
 * Gives the member with that e-mail.
 * @throws CliError where there is none
 */
export function findMember(team: TeamWithMembers, email: string): Member {
  const member = team.members.find((each) => each.email === email.trim().toLowerCase());
  if (member === undefined) throw new CliError(`The team ${team.name} has no member ${email}.`);
  return member;
}
