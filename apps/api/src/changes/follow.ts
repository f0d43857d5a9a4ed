import { presentChange } from "@onefold/present";
import { answerEvents, eventsAnswer, LAST_EVENT_ID } from "../request/answer-events.ts";
import { knownQuery } from "../request/query.ts";
import { defineRoute } from "../route.ts";
import { writeFeedCursor } from "./feed-cursor.ts";
import { FEED_QUERY, readFeedFilter, readFeedStart } from "./feed-query.ts";
import { feedStream } from "./feed-stream.ts";
import { readFeed } from "./read-feed.ts";
import { CURSOR, UPDATED } from "./samples.ts";

/** How many events are read at once. */
const AT_ONCE = 100;

export const followChangesRoute = defineRoute({
  method: "GET",
  path: "/api/changes/events",
  scopes: ["read"],
  operationId: "followChanges",
  summary: "Follow what happens by server-sent events",
  description:
    "The events of `GET /api/changes`, each under its own name with its JSON as the data, for ever. An event's id is the " +
    "cursor after it: a client that was cut off sends it as `Last-Event-ID`, which stands above `after`, and goes on. Where " +
    "the API key is revoked meanwhile, or the feed can't be followed any more, `refused` comes with the error as its data.",
  request: {
    query: FEED_QUERY,
    headers: LAST_EVENT_ID,
  },
  answers: {
    200: eventsAnswer(`event: updated\nid: ${CURSOR}\ndata: ${JSON.stringify(UPDATED)}\n\n`),
  },
  errors: ["INVALID_REQUEST", "CURSOR_EXPIRED"],
  async handle(c, services) {
    knownQuery(c, FEED_QUERY);
    const filter = readFeedFilter(c);
    const seen = c.req.header("last-event-id");
    const after = await readFeedStart(c, services, seen ? [seen] : c.req.queries("after"));
    const request = { ...filter, limit: AT_ONCE };
    // What can't be followed is refused before the stream begins.
    const first = await readFeed(c, services, { ...request, ...(after && { after }) });
    const { feeds, cursors, clock } = services;
    const key = c.get("key");
    const { teamId } = key;
    return answerEvents(c, services, (over) =>
      feedStream(first, {
        read: (place) => readFeed(c, services, { ...request, after: place }),
        news: (place, until) => feeds.news({ teamId, after: place }, until),
        json: (change) => JSON.stringify(presentChange(key, change, clock.now())),
        cursor: (place) => writeFeedCursor(cursors, teamId, place),
        ...over,
      }),
    );
  },
});
