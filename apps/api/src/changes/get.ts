import { ChangeFeed, WAIT_MAX_SECONDS } from "@onefold/contract";
import { presentChange } from "@onefold/present";
import { z } from "zod";
import { watchKey } from "../auth/watch-key.ts";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import type { AppContext } from "../request/app-env.ts";
import { knownQuery, queryNumber } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Services } from "../services.ts";
import { writeFeedCursor } from "./feed-cursor.ts";
import { FEED_QUERY, readFeedFilter, readFeedStart } from "./feed-query.ts";
import { readFeed } from "./read-feed.ts";
import { CURSOR, UPDATED } from "./samples.ts";

const LIMIT = { normal: 100, max: 1_000 };
const QUERY = {
  ...FEED_QUERY,
  wait: z.int().min(0).max(WAIT_MAX_SECONDS).optional().meta({
    description: "Seconds to wait for the first event where there is none yet.",
  }),
  limit: z
    .int()
    .min(1)
    .max(LIMIT.max)
    .optional()
    .meta({ description: `${LIMIT.normal} by default.` }),
};

export const listChangesRoute = defineRoute({
  method: "GET",
  path: "/api/changes",
  scopes: ["read"],
  operationId: "listChanges",
  summary: "Read what happened, in one order",
  description:
    "Ask again with `after=nextCursor`, for ever: nothing appears later before a cursor that was given out, and each event " +
    "comes once. It is kept as long as results of jobs. An event isn't told any more when its record was deleted since, but " +
    "for the deletion. What a transaction did is told once all that began before it have ended, mostly at once.",
  request: { query: QUERY },
  answers: {
    200: answer("A page of it.", json(ChangeFeed, { data: [UPDATED], nextCursor: CURSOR, more: false })),
  },
  errors: ["INVALID_REQUEST", "CURSOR_EXPIRED"],
  async handle(c, services) {
    knownQuery(c, QUERY);
    const limit = queryNumber(c, "limit", LIMIT.max) ?? LIMIT.normal;
    if (limit === 0)
      throw new ApiError("INVALID_REQUEST", `The query parameter limit takes 1 to ${LIMIT.max}.`);
    const waitMs = (queryNumber(c, "wait", WAIT_MAX_SECONDS) ?? 0) * 1_000;
    const filter = readFeedFilter(c);
    const after = await readFeedStart(c, services, c.req.queries("after"));
    const part = await firstPart(c, services, { ...filter, limit, ...(after && { after }) }, waitMs);
    const key = c.get("key");
    const now = services.clock.now();
    const body: ChangeFeed = {
      data: part.changes.map((change) => presentChange(key, change, now)),
      nextCursor: writeFeedCursor(services.cursors, key.teamId, part.after),
      more: !part.isEnd,
    };
    return reply(c, 200, body);
  },
});

type Request = Parameters<typeof readFeed>[2];

/** Reads on until there is an event, or the time is over. */
async function firstPart(c: AppContext, services: Services, request: Request, waitMs: number) {
  let part = await readFeed(c, services, request);
  if (waitMs === 0 || part.changes.length > 0) return part;
  const lost = new AbortController();
  using _watch = watchKey(c, services.keys, (error) => lost.abort(error));
  const { teamId } = c.get("key");
  const over = AbortSignal.any([c.req.raw.signal, lost.signal, AbortSignal.timeout(waitMs)]);
  while (part.changes.length === 0 && !over.aborted) {
    const { after, isEnd } = part;
    if (isEnd && !(await services.feeds.news({ teamId, after }, over))) break;
    if (!over.aborted) part = await readFeed(c, services, { ...request, after });
  }
  lost.signal.throwIfAborted();
  return part;
}
