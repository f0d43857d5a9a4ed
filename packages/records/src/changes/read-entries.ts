import type { ChangeEntity, ChangeEventName, ItemRef } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { ChangeEntry } from "./change-entry.ts";
import { readFeedEnd } from "./feed-end.ts";
import type { FeedEnd } from "./feed-end.ts";
import { oldestBehind, positionOfEnd, positionOfStart, whyGone } from "./feed-position.ts";
import type { FeedPosition, Gone } from "./feed-position.ts";

/** What is asked of a team's feed. */
export interface FeedRequest {
  readonly teamId: string;
  /** Where to go on. Absent: from the oldest that is kept. */
  readonly after?: FeedPosition;
  readonly limit: number;
  readonly entity?: ChangeEntity;
  /** Only these events. */
  readonly events?: ReadonlySet<ChangeEventName>;
}

/** An event of the feed, without what its receipt tells of it. */
export interface PlacedEntry {
  readonly event: ChangeEventName;
  readonly entity: ChangeEntity;
  readonly ref: ItemRef;
  /** What no receipt tells: of a deletion, and which records an undo brought back. */
  readonly own: Partial<ChangeEntry[5]>;
  /** Where to go on after it. */
  readonly after: FeedPosition;
}

/** A part of a feed, or why it can't be read from there. */
export type FeedPart<T> =
  | {
      readonly kind: "part";
      readonly changes: readonly T[];
      readonly after: FeedPosition;
      /** Whether that was the end. */
      readonly isEnd: boolean;
    }
  | { readonly kind: "gone"; readonly why: Gone };

interface ChangeRow {
  xid: number;
  seq: number;
  day: string;
  entries: unknown;
  /** How many rows there were. */
  candidates: number;
}

/** How many events one call looks at where only some are asked for. */
const SCANNED = 5_000;

/**
 * Reads what comes next in a team's feed: in one order, each event once, and nothing ever appears before `after`. It is read
 * on the primary. With a filter a part can be empty before the end.
 */
export async function readEntries(db: Database, request: FeedRequest): Promise<FeedPart<PlacedEntry>> {
  const end = await readFeedEnd(db);
  const from = request.after ?? positionOfStart(end);
  const why = whyGone(from, end);
  if (why) return { kind: "gone", why };
  const isFiltered = request.entity !== undefined || request.events !== undefined;
  const wanted = isFiltered ? Math.max(request.limit, SCANNED) : request.limit;
  const rows = await readRows(db, request.teamId, { from, end, wanted });
  const changes: PlacedEntry[] = [];
  for (const row of rows) {
    const entries = Array.isArray(row.entries) ? row.entries : [];
    const first = row.xid === from.xid && row.seq === from.seq ? from.n : 0;
    for (let at = first; at < entries.length; at++) {
      const after = placeAfter(end, from, row, at + 1, entries.length);
      const entry = ChangeEntry.safeParse(entries[at]);
      // What a newer Onefold wrote mustn't keep the others from being read.
      if (!entry.success || !isAsked(request, entry.data)) continue;
      changes.push(placed(request.teamId, entry.data, after));
      if (changes.length === request.limit) return { kind: "part", changes, after, isEnd: false };
    }
  }
  const last = rows.at(-1);
  const isEnd = !last || (rows.length === last.candidates && rows.length < wanted);
  const after = isEnd ? positionOfEnd(end, from.since) : placeAfter(end, from, last, 0, 0);
  return { kind: "part", changes, after, isEnd };
}

async function readRows(
  db: Database,
  teamId: string,
  { from, end, wanted }: { from: FeedPosition; end: FeedEnd; wanted: number },
): Promise<ChangeRow[]> {
  // As many rows as have so many entries, beside those that were read before. Entries that aren't needed stay packed.
  const { rows } = await sql<ChangeRow>`
    select c.xid, c.seq, to_char(c.day, 'YYYY-MM-DD') as day, c.entries, c.candidates from (
      select p.xid::text::bigint as xid, p.seq, p.day, p.entries, count(*) over () as candidates,
             sum(p.size) over (order by p.xid, p.seq rows between unbounded preceding and 1 preceding) as before
        from (select xid, seq, day, size, entries from changes
               where team_id = ${teamId} and (xid, seq) >= (${String(from.xid)}::xid8, ${from.seq}::bigint)
                 and xid < ${String(end.xid)}::xid8
               order by xid, seq limit ${wanted}) p) c
     where c.before is null or c.before < ${wanted + from.n}::bigint
     order by c.xid, c.seq`.execute(db);
  return rows;
}

function placeAfter(
  end: FeedEnd,
  { since }: FeedPosition,
  row: ChangeRow,
  n: number,
  of: number,
): FeedPosition {
  const { epoch } = end;
  const { xid, seq } = row;
  const day = oldestBehind(end, row.day);
  return n < of ? { epoch, xid, seq, n, day, since } : { epoch, xid, seq: seq + 1, n: 0, day, since };
}

function isAsked({ entity, events }: FeedRequest, [event, of]: ChangeEntry): boolean {
  return (entity === undefined || of === entity) && (events === undefined || events.has(event));
}

/** Reads an entry as it is stored. */
export function placed(
  teamId: string,
  [event, entity, jobId, row, acceptedAt, own = {}]: ChangeEntry,
  after: FeedPosition,
): PlacedEntry {
  return { event, entity, ref: { teamId, jobId, row, acceptedAt }, own, after };
}
