import { z } from "zod";
import { ApiKey } from "./api-key.ts";
import { TeamId, Timestamp } from "./wire-parts.ts";

/** The answer to `POST /api/console/links`. */
export const ConsoleLinkAnswer = z
  .object({
    success: z.literal(true),
    data: z.object({
      path: z.string().meta({
        description: "To be opened in a browser at this server. What is behind the # signs in, once.",
      }),
      validUntil: Timestamp,
    }),
  })
  .meta({ id: "ConsoleLinkAnswer" });
export type ConsoleLinkAnswer = z.infer<typeof ConsoleLinkAnswer>;

/** The answer to `GET /api/console/session`, and of who signs in or out: who the requests act as. */
export const ConsoleSessionAnswer = z
  .object({
    success: z.literal(true),
    data: z.object({
      version: z.string().meta({ description: "Of this server." }),
      team: z.object({ _id: TeamId, name: z.string() }),
      key: ApiKey,
    }),
  })
  .meta({ id: "ConsoleSessionAnswer" });
export type ConsoleSessionAnswer = z.infer<typeof ConsoleSessionAnswer>;

/** The answer to `DELETE /api/console/session`. */
export const ConsoleSignOutAnswer = z
  .object({ success: z.literal(true) })
  .meta({ id: "ConsoleSignOutAnswer" });
export type ConsoleSignOutAnswer = z.infer<typeof ConsoleSignOutAnswer>;
