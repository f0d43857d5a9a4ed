import type { FeedPosition } from "@onefold/records";
import { z } from "zod";
import type { Cursors } from "../request/cursor.ts";

const whole = z.int().nonnegative();
const Position = z.tuple([z.string(), whole, whole, whole, z.string(), z.string()]);

/** A cursor is a team's. It is good with any filter. */
const asked = (teamId: string) => ({ teamId, feed: "changes" });

export function writeFeedCursor(cursors: Cursors, teamId: string, position: FeedPosition): string {
  const { epoch, xid, seq, n, day, since } = position;
  return cursors.write(asked(teamId), [epoch, xid, seq, n, day, since]);
}

/** @throws ApiError INVALID_REQUEST */
export function readFeedCursor(cursors: Cursors, teamId: string, cursor: string): FeedPosition {
  const [epoch, xid, seq, n, day, since] = cursors.read(asked(teamId), cursor, Position);
  return { epoch, xid, seq, n, day, since };
}
