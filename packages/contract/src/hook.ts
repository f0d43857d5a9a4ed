import { z } from "zod";
import { HookType } from "./hook-type.ts";
import { TEXT_MAX, WEBHOOK_URL_MAX } from "./limits.ts";
import { Timestamp, WebhookId } from "./wire-parts.ts";

const text = z.string().max(TEXT_MAX);

/** What `POST /api/hooks` takes, in the query or the body. */
export const CreateHookRequest = z
  .strictObject({
    targetUrl: z.string().min(1).max(WEBHOOK_URL_MAX).meta({ description: "http or https." }),
    type: z
      .union([HookType, z.enum(["*", ""])])
      .optional()
      .meta({ description: "Without it, with `*` or an empty one: all that happens to contacts." }),
    secret: text.optional().meta({
      description: "Any text. Each message has it as `secret`, and is signed with it as the key.",
    }),
    campaignId: text.optional().meta({ description: "Kept, and limits nothing: there are no campaigns." }),
    isFirst: z.boolean().optional().meta({ description: "Kept, and limits nothing." }),
    zapId: text.optional().meta({ description: "Kept." }),
  })
  .meta({
    id: "CreateHookRequest",
    example: { targetUrl: "https://hooks.example.com/lemlist", type: "emailsUnsubscribed" },
  });
export type CreateHookRequest = z.infer<typeof CreateHookRequest>;

/** A hook as lemlist's clients know it. */
export const Hook = z
  .object({
    _id: WebhookId,
    targetUrl: z.string(),
    createdAt: Timestamp,
    type: HookType.optional(),
    campaignId: z.string().optional(),
    isFirst: z.boolean().optional(),
    zapId: z.string().optional(),
  })
  .meta({ id: "Hook" });
export type Hook = z.infer<typeof Hook>;

/** The answer to `GET /api/hooks`. */
export const HookList = z.array(Hook).meta({ id: "HookList" });
export type HookList = z.infer<typeof HookList>;
