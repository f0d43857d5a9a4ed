import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { isOneOf } from "./is-one-of.ts";
import type { IdempotencyName, IdempotencyOptions, IdempotencyRow } from "./idempotency-name.ts";

/** A key, and the first job that it shall have. */
export interface KeyClaim extends Omit<IdempotencyRow, "added" | "firstClock"> {
  readonly name: IdempotencyName;
}

/**
 * Gives each key to its job, as pending, unless another request was faster: of any number of requests at once, in any
 * processes, one wins. One statement does it for all; of keys that have a job already it only reads.
 * @param claims of one team
 * @returns for each claim the row that stands, its own or the winner's
 */
export async function claimIdempotencyKeys(
  db: Database,
  teamId: string,
  claims: readonly KeyClaim[],
  options: IdempotencyOptions,
): Promise<IdempotencyRow[]> {
  const standing = new Map<string, IdempotencyRow>();
  for (;;) {
    // Of two claims of one key one is made.
    const open = new Map<string, KeyClaim>();
    for (const claim of claims) {
      const key = textOf(claim.name);
      if (!standing.has(key)) open.set(key, claim);
    }
    if (open.size === 0) break;
    // A key that is missing then was claimed by another meanwhile, or its row was deleted: it is asked for once more.
    for (const { route, keyHash, ...row } of await claimOnce(db, teamId, [...open.values()], options))
      standing.set(textOf({ route, keyHash }), row);
  }
  return claims.flatMap(({ name }) => standing.get(textOf(name)) ?? []);
}

interface Standing extends IdempotencyRow, Omit<IdempotencyName, "teamId"> {}

const COLUMNS = { route: "id", hash: "id", job_id: "id", fingerprint: "text", clock: "bigint" } as const;

/**
 * The rows are written in the order of the keys, so that no two statements wait for each other. A row that is due, which
 * housekeeping has yet to delete, gives way.
 */
async function claimOnce(
  db: Database,
  teamId: string,
  claims: readonly KeyClaim[],
  { maxAgeDays }: IdempotencyOptions,
): Promise<readonly Standing[]> {
  const asked = claims.map(({ name, jobId, fingerprint, clock }) => ({
    route: name.route,
    hash: name.keyHash.toString("hex"),
    job_id: jobId,
    fingerprint: fingerprint.toString("hex"),
    clock,
  }));
  const names = claims.map(({ name }) => name);
  const maxAge = sql`make_interval(hours => ${maxAgeDays * 24})`;
  const { rows } = await sql<Standing>`
    with known as materialized (
           select route, key_hash, job_id, fingerprint, clock, coalesce(first_clock, clock) as first_clock, added
             from idempotency_keys i
            where ${isOneOf("i", teamId, names)} and created_at >= now() - ${maxAge}),
         made as (
           insert into idempotency_keys as i (team_id, route, key_hash, job_id, fingerprint, clock)
           select ${teamId}, a.route, decode(a.hash, 'hex'), a.job_id, decode(a.fingerprint, 'hex'), a.clock
             from ${rowSet("a", COLUMNS, asked)}
            where not exists (
                  select from known k where k.route = a.route and k.key_hash = decode(a.hash, 'hex'))
            order by a.route, a.hash
           on conflict (team_id, route, key_hash) do update
              set job_id = excluded.job_id, fingerprint = excluded.fingerprint, clock = excluded.clock,
                  first_clock = null, added = false, created_at = excluded.created_at
            where excluded.created_at - i.created_at > ${maxAge}
           returning route, key_hash, job_id, fingerprint, clock, clock as first_clock, added)
    select route, key_hash as "keyHash", job_id as "jobId", fingerprint, clock, first_clock as "firstClock", added
      from (select * from known union all select * from made) as standing`.execute(db);
  return rows;
}

function textOf({ route, keyHash }: Omit<IdempotencyName, "teamId">): string {
  return `${route} ${keyHash.toString("base64")}`;
}
