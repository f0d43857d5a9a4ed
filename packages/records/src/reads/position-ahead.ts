import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { Stage, StageBounds, StagePosition } from "./stage.ts";

/** Gives the position of the row that many rows ahead, where a walk is given up; undefined if its end comes before. */
export async function positionAhead(
  db: Database,
  stage: Stage,
  bounds: StageBounds,
  passed: number,
): Promise<StagePosition | undefined> {
  const { rows } = await sql<{ key: string | number; record_id: string }>`
    ${stage.passed(bounds)} order by ${stage.order} limit 1 offset ${passed - 1}`.execute(db);
  const [row] = rows;
  return row && { key: row.key, recordId: row.record_id };
}
