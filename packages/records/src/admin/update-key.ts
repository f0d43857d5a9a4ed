import type { Database } from "@onefold/database";
import { KEY_COLUMNS, listedKey } from "./listed-key.ts";
import type { KeyRateLimit, ListedKey } from "./listed-key.ts";

/** What is absent stays as it is. At least one must be there. */
export interface KeyChange {
  readonly name?: string | undefined;
  /** Null: the deployment's limit holds again. */
  readonly rateLimit?: KeyRateLimit | null | undefined;
}

/** Changes an active key. It is undefined if the team has none with that id. */
export async function updateKey(
  db: Database,
  { teamId, keyId }: { readonly teamId: string; readonly keyId: string },
  { name, rateLimit }: KeyChange,
): Promise<ListedKey | undefined> {
  const row = await db
    .updateTable("api_keys")
    .set({
      ...(name !== undefined && { name }),
      ...(rateLimit !== undefined && {
        rate_limit: rateLimit?.requests ?? null,
        rate_window: rateLimit?.seconds ?? null,
      }),
    })
    .where("team_id", "=", teamId)
    .where("key_id", "=", keyId)
    .where("revoked_at", "is", null)
    .returning(KEY_COLUMNS)
    .executeTakeFirst();
  return row && listedKey(row);
}
