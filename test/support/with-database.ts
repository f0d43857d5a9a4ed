import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";

/** Runs `use` on one connection and closes it. */
export async function withDatabase<Result>(
  url: string,
  use: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = createDatabase({ url, max: 1 });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}
