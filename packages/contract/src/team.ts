import { z } from "zod";
import { HookList } from "./hook.ts";
import { OnConflict } from "./item.ts";
import { Member } from "./member.ts";
import { Name, TeamId, Timestamp, UserId } from "./wire-parts.ts";

/**
 * The answer to `GET /api/team`. It has `users` with `?version=v2`. lemlist's clients check that the empty arrays are
 * there.
 */
export const Team = z
  .object({
    _id: TeamId,
    name: z.string(),
    userIds: z.array(UserId),
    createdBy: UserId.optional(),
    createdAt: Timestamp,
    /** What an upsert does if the request doesn't say. */
    onConflict: OnConflict,
    hooks: HookList.meta({ description: "What `GET /api/hooks` lists. Empty where the key lacks `admin`." }),
    beta: z.array(z.string()),
    invitedUsers: z.array(z.string()),
    users: z.array(Member).optional(),
  })
  .meta({ id: "Team" });
export type Team = z.infer<typeof Team>;

/** The body of `PATCH /api/team`. What is absent stays as it is. */
export const PatchTeamRequest = z
  .strictObject({ name: Name.optional(), onConflict: OnConflict.optional() })
  .meta({ id: "PatchTeamRequest", minProperties: 1, example: { onConflict: "merge" } });
export type PatchTeamRequest = z.infer<typeof PatchTeamRequest>;

export const PatchTeamAnswer = z
  .object({ success: z.literal(true), data: Team })
  .meta({ id: "PatchTeamAnswer" });
export type PatchTeamAnswer = z.infer<typeof PatchTeamAnswer>;
