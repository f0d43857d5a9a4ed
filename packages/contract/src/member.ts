import { z } from "zod";
import { EMAIL_MAX } from "./limits.ts";
import { Name, UserId } from "./wire-parts.ts";

/** What a member is in the team. It decides nothing: what a request may do is said by its key's scopes. */
export const MemberRole = z.enum(["owner", "admin", "member", "guest"]).meta({ id: "MemberRole" });
export type MemberRole = z.infer<typeof MemberRole>;

/** A person of the team. Contacts have members as owners, and keys act as them. */
export const Member = z
  .object({
    userId: UserId,
    name: z.string().optional(),
    email: z.string(),
    role: MemberRole,
    /** Present only if the member is blocked: then this member's keys are refused. */
    blocked: z.literal(true).optional(),
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof Member>;

/** The answer to `GET /api/users/{id}`. `mailboxes` is always empty: lemlist's clients check that it is there. */
export const User = z
  .object({
    _id: UserId,
    email: z.string(),
    name: z.string().optional(),
    role: MemberRole,
    mailboxes: z.array(z.string()),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

/** The body of `POST /api/team/members`. */
export const CreateMemberRequest = z
  .strictObject({
    email: z.string().max(EMAIL_MAX),
    name: Name.optional(),
    /** The default is `member`. */
    role: MemberRole.optional(),
  })
  .meta({ id: "CreateMemberRequest", example: { email: "otto@example.com", name: "Otto" } });
export type CreateMemberRequest = z.infer<typeof CreateMemberRequest>;

/** The body of `PATCH /api/team/members/{userId}`. What is absent stays as it is. */
export const PatchMemberRequest = z
  .strictObject({
    /** Whether this member's keys are refused. */
    blocked: z.boolean().optional(),
    role: MemberRole.optional(),
    name: Name.optional(),
  })
  .meta({ id: "PatchMemberRequest", minProperties: 1, example: { blocked: true } });
export type PatchMemberRequest = z.infer<typeof PatchMemberRequest>;

export const MemberAnswer = z.object({ success: z.literal(true), data: Member }).meta({ id: "MemberAnswer" });
export type MemberAnswer = z.infer<typeof MemberAnswer>;
