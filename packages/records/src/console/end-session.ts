import type { Database } from "@onefold/database";
import { hashConsoleSecret } from "./console-secret.ts";
import type { ConsoleKey } from "./hold-key.ts";

/** Ends a session of a key. The other API processes see it within seconds. */
export async function endSession(
  db: Database,
  { teamId, keyId }: ConsoleKey,
  session: string,
): Promise<void> {
  await db
    .deleteFrom("console_secrets")
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .where("hash", "=", hashConsoleSecret("session", session))
    .execute();
}
