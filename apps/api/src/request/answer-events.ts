import { isOutage } from "@onefold/database";
import { z } from "zod";
import { watchKey } from "../auth/watch-key.ts";
import { pageStream } from "../export/page-stream.ts";
import { answer } from "../openapi/answers.ts";
import { text } from "../openapi/content.ts";
import type { Services } from "../services.ts";
import type { AppContext } from "./app-env.ts";
import { EVERY_ANSWER } from "./every-answer.ts";
import { onceClosed } from "./once-closed.ts";

/** What a route that answers server-sent events declares. */
export const eventsAnswer = (example: string) =>
  answer("The events.", text("text/event-stream", example), {
    "X-Accel-Buffering": z.string().meta({ description: "For nginx.", example: "no" }),
  });

/** What a route takes from a client that was cut off. */
export const LAST_EVENT_ID = {
  "Last-Event-ID": z.string().optional().meta({ description: "The id of the last event seen." }),
};

/** When a stream ends before its end. */
export interface StreamOver {
  /** Aborted with an ApiError when the reader may not follow any longer. */
  readonly lost: AbortSignal;
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
}

/** Answers with server-sent events. A request for the head alone begins none. */
export function answerEvents(
  c: AppContext,
  services: Pick<Services, "keys" | "log">,
  events: (over: StreamOver) => AsyncIterator<string, void>,
): Response {
  const body = c.req.method === "HEAD" ? null : streamOf(c, services, events);
  return new Response(body, {
    status: 200,
    headers: {
      "Content-Type": "text/event-stream",
      // nginx buffers an answer before it passes it on, unless it is told not to.
      "X-Accel-Buffering": "no",
      ...headersOf(c),
    },
  });
}

/** Tells a client not to connect again (html.spec.whatwg.org, "Server-sent events": 204 No Content). */
export function answerSeen(c: AppContext): Response {
  return new Response(null, { status: 204, headers: headersOf(c) });
}

function headersOf(c: AppContext): Record<string, string> {
  const more = c.get("answerHeaders");
  c.set("answerHeaders", undefined);
  return { ...EVERY_ANSWER, "X-Request-Id": c.get("requestId"), ...more };
}

function streamOf(
  c: AppContext,
  { keys, log }: Pick<Services, "keys" | "log">,
  events: (over: StreamOver) => AsyncIterator<string, void>,
): ReadableStream<Uint8Array> {
  const [lost, gone] = [new AbortController(), new AbortController()];
  const watch = watchKey(c, keys, (error) => lost.abort(error));
  onceClosed(c.env.outgoing, () => {
    watch[Symbol.dispose]();
    gone.abort();
  });
  return pageStream(events({ lost: lost.signal, gone: gone.signal }), (err) => {
    log[isOutage(err) ? "warn" : "error"]({ requestId: c.get("requestId"), err }, "events broke off");
    c.env.outgoing.destroy();
  });
}
