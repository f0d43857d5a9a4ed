import type { Subscription } from "@onefold/contract";
import { readRecord } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import type { AppEnv } from "../request/app-env.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/v2/unsubscribes/contacts/{contactId}`; an e-mail of the contact is taken too. */
export function getSubscription({
  db,
}: Services): Handler<AppEnv, "/api/v2/unsubscribes/contacts/:contactId"> {
  return async (c) => {
    const { teamId } = c.get("key");
    const name = recordNameOf("contact", c.req.param("contactId"));
    const record = name && (await reading(() => readRecord(db, teamId, "contact", name)));
    if (!record) throw notFound("contact");
    const answer: Subscription = { _id: record.recordId, doNotContact: record.unsubscribed === true };
    return reply(c, 200, answer);
  };
}
