import type { Tables } from "@onefold/database";
import { readUnsubscribedValue } from "@onefold/identity";
import type { UnsubscribedValue } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { readIdentifierHash } from "../erasure/value-hash.ts";
import type { LockedRecord } from "../operations/lock-named.ts";

/**
 * Forgets the values of a contact that is erased, as far as they are unsubscribed: their hashes stay, so that the person
 * stays unsubscribed. What was removed from the contact before was a value of the same person.
 */
export async function forgetUnsubscribed(
  trx: Transaction<Tables>,
  { teamId, identifiers, state }: LockedRecord,
  recordIds: readonly string[],
): Promise<void> {
  const hashOf = await readIdentifierHash(trx);
  const phone = state.fields["phone"];
  const read = typeof phone === "string" ? readUnsubscribedValue(phone) : undefined;
  const own: readonly UnsubscribedValue[] = read?.kind === "phone" ? [...identifiers, read] : identifiers;
  const hashes = own.map((value) => hashOf(teamId, "contact", value));
  // The values that were removed before have locks that it doesn't hold. So it takes the rows in the order in which
  // whoever lists them does.
  await sql`
    with own as (
      select kind, hash from unsubscribed_values
       where team_id = ${teamId} and value is not null and (kind, hash) in (
             select * from unnest(${own.map(({ kind }) => kind)}::text[] collate "C", ${hashes}::bytea[])
              union all
             select kind, hash from tombstones where team_id = ${teamId} and record_id = any(${[...recordIds]}))
       order by hash for update)
    update unsubscribed_values u set value = null
      from own where u.team_id = ${teamId} and u.kind = own.kind and u.hash = own.hash`.execute(trx);
}
