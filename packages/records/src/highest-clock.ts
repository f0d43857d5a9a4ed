import type { Database } from "@onefold/database";

/** The highest clock that was ever written: the floor of every clock issued after a start. 0 if none was. */
export async function highestClock(db: Database): Promise<number> {
  const row = await db
    .selectFrom("receipts")
    .select("clock")
    .orderBy("clock", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.clock ?? 0;
}
