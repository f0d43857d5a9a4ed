import { WebhookAttemptList } from "@onefold/contract";
import { listWebhookAttempts, readWebhook } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentAttempt } from "../present/webhook.ts";
import { pageQuery, readPaging } from "../request/paging.ts";
import { knownQuery } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { ATTEMPT, WEBHOOK_PARAMETER, webhookName, webhookNotFound } from "./common.ts";

const LIMITS = { normal: 50, max: 200 };
const QUERY = pageQuery(LIMITS);
/** The number of the last attempt of the page before. */
const AttemptPosition = z.tuple([z.int()]);

const PAGE: WebhookAttemptList = { data: [ATTEMPT], limit: LIMITS.normal };

export const listWebhookAttemptsRoute = defineRoute({
  method: "GET",
  path: "/api/webhooks/:id/attempts",
  scopes: ADMIN_ONLY,
  operationId: "listWebhookAttempts",
  summary: "List the attempts to deliver to a webhook",
  description: "The latest first. What the receiver answered goes when the record is deleted.",
  request: { params: WEBHOOK_PARAMETER, query: QUERY },
  answers: { 200: answer("A page of them.", json(WebhookAttemptList, PAGE)) },
  errors: ["INVALID_REQUEST", "NOT_FOUND"],
  async handle(c, { slow, cursors }) {
    knownQuery(c, QUERY);
    const name = webhookName(c);
    const { limit, cursor } = readPaging(c, LIMITS);
    const asked = { ...name, list: "webhook attempts" };
    const before = cursor === undefined ? undefined : cursors.read(asked, cursor, AttemptPosition)[0];
    const db = slow.of(c);
    const { webhook, found } = await reading(async () => ({
      webhook: await readWebhook(db, name),
      // It reads one more than it shows: that one says whether there is a next page.
      found: await listWebhookAttempts(db, {
        ...name,
        limit: limit + 1,
        ...(before !== undefined && { before }),
      }),
    }));
    if (!webhook) throw webhookNotFound();
    const attempts = found.slice(0, limit);
    const last = attempts.at(-1);
    const body: WebhookAttemptList = {
      data: attempts.map((attempt) => presentAttempt(attempt)),
      limit,
      ...(last && found.length > limit && { nextCursor: cursors.write(asked, [last.number]) }),
    };
    return reply(c, 200, body);
  },
});
