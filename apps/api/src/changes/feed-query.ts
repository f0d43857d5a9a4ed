import { ChangeEntity, ChangeEventName } from "@onefold/contract";
import { endOfFeed } from "@onefold/records";
import type { FeedPosition, FeedRequest } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { AppContext } from "../request/app-env.ts";
import { queryChoice } from "../request/query.ts";
import type { Services } from "../services.ts";
import { readFeedCursor } from "./feed-cursor.ts";

/** The query by which a feed is asked for, as pages or as a stream. */
export const FEED_QUERY = {
  after: z.string().optional().meta({
    description:
      "`nextCursor` of the page before; `now` to begin behind all that there is. Without it: from the oldest that is kept.",
  }),
  entity: ChangeEntity.optional().meta({ description: "Only events of these." }),
  events: z
    .string()
    .optional()
    .meta({
      description: `Only these, with commas between: ${ChangeEventName.options.join(", ")}.`,
      param: { example: "created,updated" },
    }),
};

/**
 * Reads which events are asked for.
 * @throws ApiError INVALID_REQUEST
 */
export function readFeedFilter(c: AppContext): Pick<FeedRequest, "entity" | "events"> {
  const entity = queryChoice(c, "entity", ChangeEntity.options);
  const given = c.req.queries("events");
  if (given === undefined) return { ...(entity && { entity }) };
  const names = z.array(ChangeEventName).safeParse(given[0]?.split(",", ChangeEventName.options.length + 1));
  if (given.length > 1 || !names.success)
    throw new ApiError(
      "INVALID_REQUEST",
      `The query parameter events takes some of these, with commas between: ${ChangeEventName.options.join(", ")}.`,
    );
  return { ...(entity && { entity }), events: new Set(names.data) };
}

/**
 * Reads where the feed is to go on; undefined: from its beginning.
 * @throws ApiError INVALID_REQUEST for a cursor that isn't this team's
 */
export async function readFeedStart(
  c: AppContext,
  { reads, cursors }: Pick<Services, "reads" | "cursors">,
  given: readonly string[] | undefined,
): Promise<FeedPosition | undefined> {
  const [after] = given ?? [];
  if (after === undefined) return undefined;
  if (given && given.length > 1)
    throw new ApiError("INVALID_REQUEST", "The query parameter after takes one value.");
  if (after === "now") return await reading(() => reads.of(c, "changes").read(endOfFeed));
  return readFeedCursor(cursors, c.get("key").teamId, after);
}
