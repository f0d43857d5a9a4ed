import { createDatabase } from "@onefold/database";
import type { Database, DatabaseOptions } from "@onefold/database";
import { afterAll } from "vitest";
import { createTestDatabase } from "./create-test-database.ts";

/** For the top of a test file: connections to a database of its own, closed and dropped after its last test. */
export async function testDatabase(
  options: Pick<DatabaseOptions, "max" | "lockTimeoutMs"> = {},
): Promise<Database> {
  const { url, ...lifetime } = await createTestDatabase();
  // On a busy machine a burst of transactions waits long for its turn.
  const db = createDatabase({ url, connectTimeoutMs: 60_000, ...options });
  afterAll(async () => {
    await db.destroy();
    await lifetime[Symbol.asyncDispose]();
  });
  return db;
}
