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
 * Says which of these teams' feeds have something after their places, or can't be followed from there: one look for all
 * who wait. A team is given once at most.
 * @returns their teams
 */
export async function findNews(db: Database, feeds: readonly FollowedFeed[]): Promise<Set<string>> {
  if (feeds.length === 0) return new Set();
  const end = await lookAtFeedEnd(db);
  const news = new Set(feeds.flatMap(({ teamId, after }) => (whyGone(after, end) ? [teamId] : [])));
  for (const some of perTeam(feeds.filter(({ teamId }) => !news.has(teamId)))) {
    if (some.length === 0) continue;
    const keys = some.map(({ teamId, after }) => ({
      team_id: teamId,
      xid: String(after.xid),
      seq: after.seq,
    }));
    const { rows } = await sql<{ team_id: string }>`
      select k.team_id from ${rowSet("k", { team_id: "id", xid: "text", seq: "bigint" }, keys)}
       where exists (
               select from changes c
                where c.team_id = ${teamOfKey("k", keys)} and (c.xid, c.seq) >= (k.xid::xid8, k.seq)
                  and c.xid < ${String(end.xid)}::xid8)`.execute(db);
    for (const { team_id } of rows) news.add(team_id);
  }
  return news;
}
