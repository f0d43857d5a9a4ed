import { createHash } from "node:crypto";
import type { z } from "zod";
import { ApiError } from "../errors/api-error.ts";

/** Bytes of the checksum. */
const CHECK = 12;
const MAX_LENGTH = 4_000;

/**
 * Where a page ended, as text for a URL. Bound to what was asked for (the route, the team, the filter), so that it
 * doesn't go on in the middle of another list; it guards against mistakes, since whoever makes one up only chooses
 * where in their own list to go on.
 */
export function writeCursor(asked: unknown, position: readonly (string | number)[]): string {
  const json = JSON.stringify(position);
  return Buffer.concat([checkOf(asked, json), Buffer.from(json)]).toString("base64url");
}

/** @throws ApiError INVALID_REQUEST for one that was not made for this */
export function readCursor<Position>(asked: unknown, cursor: string, schema: z.ZodType<Position>): Position {
  const bytes = Buffer.from(cursor.slice(0, MAX_LENGTH), "base64url");
  const json = bytes.subarray(CHECK).toString();
  const isOurs =
    cursor === bytes.toString("base64url") && checkOf(asked, json).equals(bytes.subarray(0, CHECK));
  const position = isOurs ? schema.safeParse(JSON.parse(json)) : undefined;
  if (!position?.success)
    throw new ApiError(
      "INVALID_REQUEST",
      "The cursor isn't one of this list: take nextCursor of its answer.",
    );
  return position.data;
}

function checkOf(asked: unknown, json: string): Buffer {
  return createHash("sha256")
    .update(JSON.stringify(asked))
    .update("\0")
    .update(json)
    .digest()
    .subarray(0, CHECK);
}
