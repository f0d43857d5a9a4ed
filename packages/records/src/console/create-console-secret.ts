import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { CONSOLE_SECRETS, hashConsoleSecret, newConsoleSecret } from "./console-secret.ts";
import type { ConsoleSecretKind } from "./console-secret.ts";
import { holdKeyBy } from "./hold-key.ts";
import type { ConsoleKey, KeyUntil } from "./hold-key.ts";

/** A link or a session, and this once its secret. */
export interface ConsoleSecret {
  readonly secret: string;
  readonly validUntil: Date;
}

/**
 * Makes a link or a session of a key, which ends with the secret of the key that is presented. What of the key has run
 * out, and the oldest beyond the limit, goes.
 * @returns undefined if that secret doesn't work any more
 */
export async function createConsoleSecret(
  db: Database,
  kind: ConsoleSecretKind,
  key: ConsoleKey,
  presented: string,
): Promise<ConsoleSecret | undefined> {
  return await db.transaction().execute(async (trx) => {
    const keyUntil = await holdKeyBy(trx, key, presented);
    return keyUntil === undefined ? undefined : await addConsoleSecret(trx, kind, key, keyUntil);
  });
}

/** Makes it within a transaction that holds the key. */
export async function addConsoleSecret(
  trx: Transaction<Tables>,
  kind: ConsoleSecretKind,
  { teamId, keyId }: ConsoleKey,
  keyUntil: KeyUntil,
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
      // Of the two the null counts for nothing.
      valid_until: sql<Date>`least(statement_timestamp() + make_interval(mins => ${minutes}), ${keyUntil}::timestamptz)`,
      key_until: keyUntil,
    })
    .returning("valid_until")
    .executeTakeFirstOrThrow();
  return { secret, validUntil };
}
