import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { CONSOLE_SECRETS, hashConsoleSecret, newConsoleSecret } from "./console-secret.ts";
import type { ConsoleSecretKind } from "./console-secret.ts";

/** The key that a link or a session belongs to. */
export interface ConsoleKey {
  readonly teamId: string;
  readonly keyId: string;
}

/** A link or a session, and this once its secret. */
export interface ConsoleSecret {
  readonly secret: string;
  readonly validUntil: Date;
}

/** Makes a link or a session of a key. What of the key has run out, and the oldest beyond the limit, goes. */
export async function createConsoleSecret(
  db: Database,
  kind: ConsoleSecretKind,
  key: ConsoleKey,
): Promise<ConsoleSecret> {
  return await db.transaction().execute((trx) => addConsoleSecret(trx, kind, key));
}

/** The same within a transaction. */
export async function addConsoleSecret(
  trx: Transaction<Tables>,
  kind: ConsoleSecretKind,
  { teamId, keyId }: ConsoleKey,
): Promise<ConsoleSecret> {
  const { minutes, most } = CONSOLE_SECRETS[kind];
  const secret = newConsoleSecret(kind);
  await sql`
    delete from console_secrets
     where team_id = ${teamId} and key_id = ${keyId}
       and (valid_until <= statement_timestamp()
            or hash in (select hash from console_secrets
                         where team_id = ${teamId} and key_id = ${keyId} and kind = ${kind}
                         order by created_at desc offset ${most - 1}))`.execute(trx);
  const { valid_until: validUntil } = await trx
    .insertInto("console_secrets")
    .values({
      team_id: teamId,
      key_id: keyId,
      hash: hashConsoleSecret(kind, secret),
      kind,
      valid_until: sql<Date>`statement_timestamp() + make_interval(mins => ${minutes})`,
    })
    .returning("valid_until")
    .executeTakeFirstOrThrow();
  return { secret, validUntil };
}
