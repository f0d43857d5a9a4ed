import { MemberRole } from "@onefold/contract";
import type { Member } from "@onefold/contract";
import type { Member as TeamMember } from "@onefold/records";

/** Shows a member as the team's list does. */
export function presentMember({ userId, name, email, role, blocked }: TeamMember): Member {
  return {
    userId,
    ...(name !== "" && { name }),
    email,
    role: presentRole(role),
    ...(blocked && { blocked }),
  };
}

/** Shows a role. One that was free text, before there was a list, is a plain member's. */
export function presentRole(role: string): MemberRole {
  const known = MemberRole.safeParse(role);
  return known.success ? known.data : "member";
}
