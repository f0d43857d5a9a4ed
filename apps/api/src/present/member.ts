import type { Member } from "@onefold/contract";
import type { Member as TeamMember } from "@onefold/records";

/** A member as the team lists it. */
export function presentMember({ userId, name, email, role, blocked }: TeamMember): Member {
  return { userId, ...(name !== "" && { name }), email, role, ...(blocked && { blocked }) };
}
