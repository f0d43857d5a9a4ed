import type { ChangeEvent, ChangeFeed, operations } from "./generated/openapi.ts";
import { readJson } from "./http/calls.ts";
import type { Http } from "./http/create-http.ts";
import type { CallOptions } from "./options.ts";

type Entity = NonNullable<NonNullable<operations["listChanges"]["parameters"]["query"]>["entity"]>;

export interface FollowOptions extends CallOptions {
  /** Where to go on: a cursor that was given out, or `now`. By default from the oldest that is kept. */
  readonly after?: string | undefined;
  readonly entity?: Entity | undefined;
  /** Only these. */
  readonly events?: readonly ChangeEvent["event"][] | undefined;
  /** How long the service holds a request until something happens, in seconds. By default 30; 60 at most. */
  readonly wait?: number | undefined;
  /** How many events of a page, 1,000 at most. */
  readonly limit?: number | undefined;
}

export interface ChangePage {
  readonly data: readonly ChangeEvent[];
  /** Where to go on once these are done. */
  readonly cursor: string;
  /** Whether there are no more now. */
  readonly isEnd: boolean;
}

/** What happens, without an end. */
export interface FollowedChanges extends AsyncIterable<ChangeEvent> {
  /**
   * Where to go on, also after a restart: behind all events of the pages that were done with. Those of a page that was
   * left in its midst come again, with the same `id`. Undefined before the first page.
   */
  readonly cursor: string | undefined;
}

const WAIT = 30;
const LIMIT = 1_000;

/** What happens to the team's records, in one order. */
export function createChanges(http: Http) {
  /**
   * Follows the feed page by page, for who keeps the cursor with what was made of a page. A page can be empty.
   * @throws CursorExpiredError, ApiError, or the reason of the signal
   */
  async function* pages({
    after,
    entity,
    events,
    wait = WAIT,
    limit = LIMIT,
    ...options
  }: FollowOptions = {}): AsyncGenerator<ChangePage, void> {
    const { attemptTimeoutMs: attemptMs } = http.settingsOf(options);
    for (let cursor = after; ;) {
      // What happens during a wait from `now` on would be lost with its answer: a cursor of its own comes first.
      const held = cursor === "now" ? 0 : wait;
      const query = { after: cursor, entity, events: events?.join(","), wait: held, limit };
      // It goes on for as long as the service is away.
      const page = await readJson<ChangeFeed>(http, "/api/changes", query, {
        ...options,
        timeoutMs: options.timeoutMs ?? Infinity,
        maxRetries: options.maxRetries ?? Infinity,
        attemptTimeoutMs: held * 1_000 + attemptMs,
        isUncounted: true,
      });
      cursor = page.nextCursor;
      yield { data: page.data, cursor, isEnd: !page.more };
    }
  }

  return {
    pages,

    /**
     * Follows the feed event by event.
     * @throws CursorExpiredError, ApiError, or the reason of the signal
     */
    follow(options: FollowOptions = {}): FollowedChanges {
      let cursor = options.after;
      return {
        get cursor() {
          return cursor;
        },
        async *[Symbol.asyncIterator]() {
          for await (const page of pages({ ...options, after: cursor })) {
            yield* page.data;
            cursor = page.cursor;
          }
        },
      };
    },
  };
}

export type Changes = ReturnType<typeof createChanges>;
