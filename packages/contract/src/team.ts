import { z } from "zod";
import { TeamId, Timestamp, UserId } from "./wire-parts.ts";

/** `GET /api/team`; `users` with `?version=v2`. The empty arrays are there because lemlist's clients validate them. */
export const Team = z
  .object({
    _id: TeamId,
    name: z.string(),
    userIds: z.array(UserId),
    createdBy: UserId.optional(),
    createdAt: Timestamp,
    hooks: z.array(z.string()),
    beta: z.array(z.string()),
    invitedUsers: z.array(z.string()),
    users: z
      .array(z.object({ userId: UserId, name: z.string().optional(), email: z.string(), role: z.string() }))
      .optional(),
  })
  .meta({ id: "Team" });
export type Team = z.infer<typeof Team>;
