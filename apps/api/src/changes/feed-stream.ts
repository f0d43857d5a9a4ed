import type { FeedPosition, FeedPart, RecordChange } from "@onefold/records";
import { errorBody } from "../errors/error-body.ts";
import { ApiError } from "../errors/api-error.ts";

type Part = FeedPart<RecordChange> & { readonly kind: "part" };

export interface FeedStreamOptions {
  /** Reads what comes after the place. */
  read(after: FeedPosition): Promise<Part>;
  /** Waits until there may be something after the place; false where the process stops. */
  news(after: FeedPosition, over: AbortSignal): Promise<boolean>;
  /** Writes an event as JSON, and a place as a cursor. */
  json(change: RecordChange): string;
  cursor(place: FeedPosition): string;
  /** Aborted with an ApiError when the reader may not follow any longer. */
  readonly lost: AbortSignal;
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
  /** Default 15 s. A stream with nothing to tell is cut by proxies. */
  readonly heartbeatMs?: number;
}

const HEARTBEAT_MS = 15_000;
/** How soon a client comes back after it was cut off. */
const RETRY_MS = 2_000;

/**
 * Gives a feed as server-sent events, for ever: each under its own name, with the cursor after it as its id. By it a client
 * that was cut off goes on. Where nothing happens it is sent a cursor now and then, so that what it has doesn't grow old.
 */
export async function* feedStream(first: Part, options: FeedStreamOptions): AsyncGenerator<string, void> {
  const { read, news, json, cursor, lost, gone, heartbeatMs = HEARTBEAT_MS } = options;
  let part = first;
  let toldAt = performance.now();
  // Something must be sent at once: by it the client knows that it is connected.
  yield `retry: ${RETRY_MS}\n${part.changes.length > 0 ? "" : `id: ${cursor(part.after)}\n`}\n`;
  try {
    for (;;) {
      const told = part.changes.map(
        (change) => `event: ${change.event}\nid: ${cursor(change.after)}\ndata: ${json(change)}\n\n`,
      );
      if (told.length > 0) {
        yield told.join("");
        toldAt = performance.now();
      }
      const quietMs = () => performance.now() - toldAt;
      if (part.isEnd && quietMs() < heartbeatMs) {
        const until = AbortSignal.timeout(Math.ceil(heartbeatMs - quietMs()));
        if (!(await news(part.after, AbortSignal.any([lost, gone, until])))) return;
      }
      if (gone.aborted) return;
      lost.throwIfAborted();
      // Also where a lot happens that the reader doesn't want: by this he, and what is between, knows of it.
      if (quietMs() >= heartbeatMs) {
        yield `: still here\nid: ${cursor(part.after)}\n\n`;
        toldAt = performance.now();
      }
      part = await read(part.after);
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === "UNAVAILABLE") throw error;
    yield `event: refused\ndata: ${JSON.stringify(errorBody(error.code, error.message))}\n\n`;
  }
}
