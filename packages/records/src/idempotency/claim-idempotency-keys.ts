import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { findIdempotencyKeys } from "./find-idempotency-keys.ts";
import { isOneOf } from "./is-one-of.ts";
import type { IdempotencyName, IdempotencyOptions, IdempotencyRow, NameOfTeam } from "./idempotency-name.ts";

/** A key, and the first job that it shall have. */
export interface KeyClaim extends Omit<IdempotencyRow, "added" | "firstClock"> {
  readonly name: IdempotencyName;
}

/**
 * Gives each key to its job, as pending, unless another request was faster: of any number of requests at once, in any
 * processes, one wins. One statement does it for all; where keys have a job already it writes nothing of them, and another
 * one reads what stands.
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
    for (const name of await insert(db, teamId, [...open.values()], options)) {
      const claim = open.get(textOf(name));
      if (!claim) continue;
      const { jobId, fingerprint, clock } = claim;
      standing.set(textOf(name), { jobId, fingerprint, clock, firstClock: clock, added: false });
      open.delete(textOf(name));
    }
    // One that is missing there too was deleted, or fell due, in between: it is claimed once more.
    const others = [...open.values()].map(({ name }) => name);
    for (const { route, keyHash, ...row } of await findIdempotencyKeys(db, teamId, others, options))
      standing.set(textOf({ route, keyHash }), row);
  }
  return claims.flatMap(({ name }) => standing.get(textOf(name)) ?? []);
}

const COLUMNS = { route: "id", hash: "id", job_id: "id", fingerprint: "text", clock: "bigint" } as const;

/**
 * Writes the rows of keys that have none. They are written in the order of the keys, so that no two statements wait for
 * each other. A row that is due, which housekeeping has yet to delete, gives way.
 * @returns which were written
 */
async function insert(
  db: Database,
  teamId: string,
  claims: readonly KeyClaim[],
  options: IdempotencyOptions,
): Promise<readonly NameOfTeam[]> {
  const rows = claims.map(({ name, jobId, fingerprint, clock }) => ({
    route: name.route,
    hash: name.keyHash.toString("hex"),
    job_id: jobId,
    fingerprint: fingerprint.toString("hex"),
    clock,
  }));
  const names = claims.map(({ name }) => name);
  const inserted = await sql<NameOfTeam>`
    insert into idempotency_keys as i (team_id, route, key_hash, job_id, fingerprint, clock)
    select ${teamId}, a.route, decode(a.hash, 'hex'), a.job_id, decode(a.fingerprint, 'hex'), a.clock
      from ${rowSet("a", COLUMNS, rows)}
     where not exists (
           select from idempotency_keys k
            where ${isOneOf("k", teamId, names)} and created_at >= now() - ${maxAge(options)}
              and k.route = a.route and k.key_hash = decode(a.hash, 'hex'))
     order by a.route, a.hash
    on conflict (team_id, route, key_hash) do update
       set job_id = excluded.job_id, fingerprint = excluded.fingerprint, clock = excluded.clock, first_clock = null,
           added = false, created_at = excluded.created_at
     where excluded.created_at - i.created_at > ${maxAge(options)}
    returning route, key_hash as "keyHash"`.execute(db);
  return inserted.rows;
}

function maxAge({ maxAgeDays }: IdempotencyOptions): RawBuilder<unknown> {
  return sql`make_interval(hours => ${maxAgeDays * 24})`;
}

function textOf({ route, keyHash }: NameOfTeam): string {
  return `${route} ${keyHash.toString("base64")}`;
}
