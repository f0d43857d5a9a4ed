import type { Tables } from "@onefold/database";
import type { UnsubscribedValue } from "@onefold/identity";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { lookUp, ofTeams, teamOfKey } from "../rows/same-team.ts";
import { readIdentifierHash } from "../erasure/value-hash.ts";

export interface TeamValue extends UnsubscribedValue {
  readonly teamId: string;
}

/**
 * Finds which of these values are unsubscribed, and since which clock. Most teams have none: then one look at an index is
 * all that it costs.
 */
export async function findUnsubscribed<Value extends TeamValue>(
  db: Kysely<Tables>,
  values: readonly Value[],
): Promise<(Value & { readonly clock: number })[]> {
  if (values.length === 0 || !(await hasAny(db, values))) return [];
  const hashOf = await readIdentifierHash(db);
  const asked = values.map((value) => ({
    value,
    hash: hashOf(value.teamId, "contact", value).toString("hex"),
  }));
  const keys = [
    ...new Map(
      asked.map(({ value: { teamId, kind }, hash }) => [
        `${teamId} ${hash}`,
        { team_id: teamId, kind, hash },
      ]),
    ).values(),
  ];
  const { rows } = await sql<{ team_id: string; hash: string; clock: number }>`
    select u.team_id, encode(u.hash, 'hex') as hash, u.clock
      from ${lookUp({
        keys: rowSet("k", { team_id: "id", kind: "id", hash: "text" }, keys),
        table: "unsubscribed_values",
        as: "u",
        on: sql`
          u.team_id = ${teamOfKey("k", keys)} and u.kind = k.kind and u.hash = decode(k.hash, 'hex')`,
      })}`.execute(db);
  const clocks = new Map(rows.map((row) => [`${row.team_id} ${row.hash}`, row.clock]));
  return asked.flatMap(({ value, hash }) => {
    const clock = clocks.get(`${value.teamId} ${hash}`);
    return clock === undefined ? [] : [{ ...value, clock }];
  });
}

async function hasAny(db: Kysely<Tables>, values: readonly TeamValue[]): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists(
      select from unsubscribed_values where ${ofTeams(values.map(({ teamId }) => teamId))}) as found`.execute(
    db,
  );
  return rows[0]?.found === true;
}
