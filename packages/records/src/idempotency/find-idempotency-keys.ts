import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { isOneOf } from "./is-one-of.ts";
import type { IdempotencyName, IdempotencyOptions, IdempotencyRow, NameOfTeam } from "./idempotency-name.ts";

/** The job that was named by this key before, if there is one. */
export async function findIdempotencyKey(
  db: Database,
  name: IdempotencyName,
  options: IdempotencyOptions,
): Promise<IdempotencyRow | undefined> {
  const [found] = await findIdempotencyKeys(db, name.teamId, [name], options);
  if (!found) return undefined;
  const { route: _route, keyHash: _keyHash, ...row } = found;
  return row;
}

/** The jobs that were named by these keys before, as far as there are any. */
export async function findIdempotencyKeys(
  db: Database,
  teamId: string,
  names: readonly NameOfTeam[],
  { maxAgeDays }: IdempotencyOptions,
): Promise<readonly (IdempotencyRow & NameOfTeam)[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<IdempotencyRow & NameOfTeam>`
    select route, key_hash as "keyHash", job_id as "jobId", fingerprint, clock,
           coalesce(first_clock, clock) as "firstClock", added
      from idempotency_keys i
     where ${isOneOf("i", teamId, names)} and created_at >= now() - make_interval(hours => ${maxAgeDays * 24})`.execute(
    db,
  );
  return rows;
}
