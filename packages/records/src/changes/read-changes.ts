import type { Database } from "@onefold/database";
import { loadChanges } from "./load-changes.ts";
import type { RecordChange } from "./load-changes.ts";
import { readEntries } from "./read-entries.ts";
import type { FeedPart, FeedRequest } from "./read-entries.ts";

/**
 * Reads what comes next in a team's feed, with what receipts tell of it. A part ends early where it has many bytes, and can
 * be empty before the end.
 */
export async function readChanges(db: Database, request: FeedRequest): Promise<FeedPart<RecordChange>> {
  const part = await readEntries(db, request);
  if (part.kind === "gone") return part;
  const { changes, through } = await loadChanges(db, part.changes);
  const last = part.changes[through - 1];
  if (through === part.changes.length || !last) return { ...part, changes };
  return { kind: "part", changes, after: last.after, isEnd: false };
}
