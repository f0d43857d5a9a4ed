import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import { ApiError } from "../errors/api-error.ts";

/** Bytes of the MAC. */
const MAC = 16;
/** The longest position of a list is far below. */
const MAX_LENGTH = 4_000;
/** Of the format: cursors of another one are no cursors of ours. */
const PURPOSE = "onefold cursor 1";

/** Where pages ended, as text for URLs. */
export interface Cursors {
  /**
   * @param asked what the page is one of: the route, the team, the filter
   * @param position where the page ended
   */
  write(asked: unknown, position: readonly (string | number)[]): string;
  /**
   * The position that `write` made into this cursor for what is asked now.
   * @throws ApiError INVALID_REQUEST for one that we didn't make, or made for another list, team or filter
   */
  read<Position>(asked: unknown, cursor: string, schema: z.ZodType<Position>): Position;
}

/**
 * A cursor carries its position and a MAC over it and what was asked for: what comes back is what we gave, for this
 * list of this team alone, and nobody chooses what reaches the database by it.
 * @param secret the deployment's, the same in all its processes; a cursor made with another one is refused
 */
export function createCursors(secret: Uint8Array | string): Cursors {
  // Job ids are signed with the same secret: a key of its own keeps one from passing as the other.
  const key = createSecretKey(createHmac("sha256", secret).update(PURPOSE).digest());

  function macOf(asked: unknown, json: Uint8Array): Buffer {
    const mac = createHmac("sha256", key).update(JSON.stringify(asked)).update("\0").update(json);
    return mac.digest().subarray(0, MAC);
  }

  return {
    write(asked, position) {
      const json = Buffer.from(JSON.stringify(position));
      return Buffer.concat([macOf(asked, json), json]).toString("base64url");
    },
    read(asked, cursor, schema) {
      if (cursor.length > MAX_LENGTH) throw notOurs();
      const bytes = Buffer.from(cursor, "base64url");
      const json = bytes.subarray(MAC);
      const isOurs =
        // Text that isn't base64url decodes to less, or to the same as another text.
        bytes.length > MAC &&
        cursor === bytes.toString("base64url") &&
        timingSafeEqual(macOf(asked, json), bytes.subarray(0, MAC));
      const position = isOurs ? schema.safeParse(JSON.parse(json.toString())) : undefined;
      if (!position?.success) throw notOurs();
      return position.data;
    },
  };
}

function notOurs(): ApiError {
  return new ApiError("INVALID_REQUEST", "The cursor isn't one of this list: take nextCursor of its answer.");
}
