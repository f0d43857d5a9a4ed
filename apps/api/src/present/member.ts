import type { Member } from "@onefold/contract";
import type { Member as TeamMember } from "@onefold/records";

/** Shows a member as the team's list does. */
export function presentMember({ userId, name, email, role, blocked }: TeamMember): Member {
  return { userId, ...(name !== "" && { name }), email, role, ...(blocked && { blocked }) };
}
