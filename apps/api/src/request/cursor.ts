import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import { ApiError } from "../errors/api-error.ts";

/** The length of the MAC in bytes. */
const MAC = 16;
/** A cursor is far shorter than this. */
const MAX_LENGTH = 4_000;
/** The format of cursors. A cursor of another format isn't one of ours. */
const PURPOSE = "onefold cursor 1";

/** Writes where a page ended as text for URLs, and reads it. */
export interface Cursors {
  /**
   * @param asked what the page belongs to: the route, the team, the filter
   * @param position where the page ended
   */
  write(asked: unknown, position: readonly (string | number)[]): string;
  /**
   * Gives the position that `write` made into this cursor.
   * @throws ApiError INVALID_REQUEST for a cursor that we didn't make, or made for another list, team or filter
   */
  read<Position>(asked: unknown, cursor: string, schema: z.ZodType<Position>): Position;
}

/**
 * Makes cursors. A cursor has its position and a MAC over the position and what was asked for. So a cursor is good for
 * one list of one team, and a client can't choose what reaches the database by it.
 * @param secret the deployment's, the same in all its processes; a cursor made with another one is refused
 */
export function createCursors(secret: Uint8Array | string): Cursors {
  // Job ids are signed with the same secret. A derived key keeps a job id's MAC from passing as a cursor's.
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
        // A text that isn't base64url decodes to fewer bytes, or to the same bytes as another text.
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
