import type { Database } from "@onefold/database";
import { isWhole } from "./change-entry.ts";
import { loadChanges } from "./load-changes.ts";
import type { RecordChange } from "./load-changes.ts";
import { receiptDay } from "../receipts/receipt-key.ts";
import { readOldestDay } from "./feed-end.ts";
import type { FeedPosition } from "./feed-position.ts";
import { readEntries } from "./read-entries.ts";
import type { FeedPart, FeedRequest, PlacedEntry } from "./read-entries.ts";

/**
 * Says whether something of a part has gone since its reader began: its day, while it was read, or the receipts that tell
 * of it, which are of the day when their items were accepted. What was gone before that, nobody told the reader of.
 */
async function isGoneMeanwhile(
  db: Database,
  after: FeedPosition,
  entries: readonly PlacedEntry[],
): Promise<boolean> {
  const oldestDay = await readOldestDay(db);
  if (oldestDay === null) return false;
  const hasLost = ({ event, ref }: PlacedEntry) => {
    const day = receiptDay(ref.acceptedAt);
    return !isWhole(event) && day < oldestDay && day >= after.since;
  };
  return after.day < oldestDay || entries.some(hasLost);
}

/**
 * Reads what comes next in a team's feed, with what receipts tell of it. A part ends early where it has many bytes, and can
 * be empty before the end.
 */
export async function readChanges(db: Database, request: FeedRequest): Promise<FeedPart<RecordChange>> {
  const part = await readEntries(db, request);
  if (part.kind === "gone") return part;
  const { changes, through } = await loadChanges(db, part.changes);
  if (request.after && (await isGoneMeanwhile(db, request.after, part.changes.slice(0, through))))
    return { kind: "gone", why: "expired" };
  const last = part.changes[through - 1];
  if (through === part.changes.length || !last) return { ...part, changes };
  return { kind: "part", changes, after: last.after, isEnd: false };
}
