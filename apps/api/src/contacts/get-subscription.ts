import { Subscription } from "@onefold/contract";
import { readRecord } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";

/** The parameter of the paths that lemlist's clients know. */
export const CONTACT_PARAMETER = {
  contactId: z.string().meta({
    description:
      "The contact's id, one of its e-mails, or its LinkedIn or Sales Navigator URL, percent-encoded.",
    example: SAMPLE.otherContactId,
    param: { example: SAMPLE.contactId },
  }),
};

const EXAMPLE: Subscription = { _id: SAMPLE.contactId, doNotContact: true };

export const getSubscriptionRoute = defineRoute({
  method: "GET",
  path: "/api/v2/unsubscribes/contacts/:contactId",
  scopes: ["read"],
  operationId: "getSubscription",
  summary: "Whether a contact is unsubscribed",
  request: { params: CONTACT_PARAMETER },
  answers: { 200: answer("Whether it is.", json(Subscription, EXAMPLE)) },
  errors: ["NOT_FOUND"],
  async handle(c, { db }) {
    const { teamId } = c.get("key");
    const name = recordNameOf("contact", c.req.param("contactId"));
    const record = name && (await reading(() => readRecord(db, teamId, "contact", name)));
    if (!record) throw notFound("contact");
    const body: Subscription = { _id: record.recordId, doNotContact: record.unsubscribed === true };
    return reply(c, 200, body);
  },
});
