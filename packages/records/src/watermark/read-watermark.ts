import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { Watermark } from "./watermark.ts";

/** Reads the watermark that a worker noted last. It is undefined if none has yet. */
export async function readWatermark(db: Database): Promise<Watermark | undefined> {
  const { rows } = await sql<{ passed_before: Date; looked_at: Date }>`
    select passed_before, looked_at from queue_passed where looked_at is not null`.execute(db);
  const [row] = rows;
  return row && { passedBefore: row.passed_before.getTime(), lookedAt: row.looked_at.getTime() };
}
