import type { Tables } from "@onefold/database";
import type { UnsubscribedValue } from "@onefold/identity";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { lookUp, sameTeam, teamOfKey } from "../rows/same-team.ts";
import { readIdentifierHash } from "../erasure/value-hash.ts";

export interface TeamValue extends UnsubscribedValue {
  readonly teamId: string;
}

/** Says since which clock a value is unsubscribed; undefined if it isn't. */
export type UnsubscribedClock = (value: TeamValue) => number | undefined;

/** Gives those of the teams that have unsubscribed values. Most have none: then this look at an index is all that it costs. */
export async function findListing(
  db: Kysely<Tables>,
  teamIds: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const keys = Array.from(new Set(teamIds), (team_id) => ({ team_id }));
  if (keys.length === 0) return new Set();
  // With `offset` it stays a look for each team. As a join it could read a whole list.
  const { rows } = await sql<{ team_id: string }>`
    select k.team_id from ${rowSet("k", { team_id: "id" }, keys)}
     where exists (select from unsubscribed_values u where ${sameTeam("u", "k", keys)} offset 0)`.execute(db);
  return new Set(rows.map((row) => row.team_id));
}

/** Finds which of these values are unsubscribed. One that is given often, as a domain is, costs as much as once. */
export async function findUnsubscribed(
  db: Kysely<Tables>,
  values: readonly TeamValue[],
): Promise<UnsubscribedClock> {
  const distinct = new Map(values.map((value) => [nameOf(value), value]));
  if (distinct.size === 0) return () => undefined;
  const hashOf = await readIdentifierHash(db);
  const byHash = new Map<string, string>();
  const keys = Array.from(distinct, ([name, value]) => {
    const { teamId, kind } = value;
    const hash = hashOf(teamId, "contact", value).toString("hex");
    byHash.set(hash, name);
    return { team_id: teamId, kind, hash };
  });
  const { rows } = await sql<{ hash: string; clock: number }>`
    select encode(u.hash, 'hex') as hash, u.clock
      from ${lookUp({
        keys: rowSet("k", { team_id: "id", kind: "id", hash: "text" }, keys),
        table: "unsubscribed_values",
        as: "u",
        on: sql`
          u.team_id = ${teamOfKey("k", keys)} and u.kind = k.kind and u.hash = decode(k.hash, 'hex')`,
      })}`.execute(db);
  const clocks = new Map(rows.map(({ hash, clock }) => [byHash.get(hash), clock]));
  return (value) => clocks.get(nameOf(value));
}

function nameOf({ teamId, kind, value }: TeamValue): string {
  return `${teamId} ${kind} ${value}`;
}
