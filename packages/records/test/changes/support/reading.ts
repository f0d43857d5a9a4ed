import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { expect } from "vitest";
import { subjectOf } from "../../../src/changes/load-changes.ts";
import { readChanges } from "../../../src/index.ts";
import type { FeedPart, FeedRequest, RecordChange } from "../../../src/index.ts";

type Part = FeedPart<RecordChange> & { kind: "part" };

/** Reads a part of a feed. */
export async function readPart(db: Database, request: FeedRequest): Promise<Part> {
  const part = await readChanges(db, request);
  if (part.kind !== "part") throw new Error(`gone: ${part.why}`);
  return part;
}

/** Reads the whole feed of a team as it is now. */
export async function readAll(db: Database, teamId: string, limit = 100): Promise<RecordChange[]> {
  await settled(db);
  let part = await readPart(db, { teamId, limit });
  const changes = [...part.changes];
  while (!part.isEnd) {
    part = await readPart(db, { teamId, limit, after: part.after });
    changes.push(...part.changes);
  }
  return changes;
}

/** Waits until everything can be told that was committed before: other tests of this server hold it back, too. */
export async function settled(db: Database): Promise<void> {
  const { rows } = await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`.execute(db);
  await expect
    .poll(
      async () => {
        const { rows: passed } = await sql`
          select where pg_snapshot_xmin(pg_current_snapshot()) > ${rows[0]?.xid}::text::xid8`.execute(db);
        return passed.length;
      },
      { timeout: 60_000 },
    )
    .toBe(1);
}

/** Says what an event tells of its record. */
export function told(change: RecordChange) {
  if (change.kind !== "record") return [change.event, subjectOf(change)];
  return [change.event, change.recordId, change.applied?.changes];
}
