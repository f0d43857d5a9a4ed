import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { perTeam, teamOfKey } from "../rows/same-team.ts";
import { lookAtFeedEnd } from "./feed-end.ts";
import { whyGone } from "./feed-position.ts";
import type { FeedPosition } from "./feed-position.ts";

/** A team's feed and how far it was read. */
export interface FollowedFeed {
  readonly teamId: string;
  readonly after: FeedPosition;
}

/**
 * Says which of these feeds have something after their places, or can't be followed from there: one look for all who wait.
 * @returns those that were given
 */
export async function findNews<Feed extends FollowedFeed>(
  db: Database,
  feeds: readonly Feed[],
): Promise<Set<Feed>> {
  if (feeds.length === 0) return new Set();
  const end = await lookAtFeedEnd(db);
  const news = new Set(feeds.filter(({ after }) => whyGone(after, end) !== undefined));
  for (const some of perTeam(feeds.filter((feed) => !news.has(feed)))) {
    if (some.length === 0) continue;
    const keys = some.map(({ teamId, after }, at) => ({
      at,
      team_id: teamId,
      xid: String(after.xid),
      seq: after.seq,
    }));
    const { rows } = await sql<{ at: number }>`
      select k.at from ${rowSet("k", { at: "integer", team_id: "id", xid: "text", seq: "bigint" }, keys)}
       where exists (
               select from changes c
                where c.team_id = ${teamOfKey("k", keys)} and (c.xid, c.seq) >= (k.xid::xid8, k.seq)
                  and c.xid < ${String(end.xid)}::xid8)`.execute(db);
    for (const { at } of rows) {
      const feed = some[at];
      if (feed) news.add(feed);
    }
  }
  return news;
}
