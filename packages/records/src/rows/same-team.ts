import { sql } from "kysely";
import type { RawBuilder } from "kysely";

interface OfTeam {
  readonly team_id: string;
}

/** How many services of this process name their teams. They have one database of records; either form is right on any. */
let naming = 0;

/**
 * From now on the statements of this process name their team, if all their keys are of one, as a parameter: an engine that
 * distributes the tables by team then sends each to one machine (docs/distributed.md). On one Postgres that costs a
 * commit of 500 new contacts 7 to 10 % of its rate, so it is left.
 * @returns takes it back when it is disposed of
 */
export function nameTeams(): Disposable {
  naming += 1;
  return { [Symbol.dispose]: () => void (naming -= 1) };
}

function isRouted(): boolean {
  return naming > 0;
}

interface LookUp {
  /** The keys as rows of a `rowSet`. */
  readonly keys: RawBuilder<unknown>;
  readonly table: string;
  /** The alias of the table. */
  readonly as: string;
  /** Says that a row is a key's, its team by `teamOfKey`. */
  readonly on: RawBuilder<unknown>;
}

/**
 * Joins keys with the rows that are theirs, by more than a record's id. With the team as a parameter Postgres must look up
 * each key all the same, so it can't be a plain join then: where Postgres counts on few rows of a team it would read all of
 * them for each key, and a plan that is kept does so when there are many. (Measured with a new deployment's first import:
 * 30 seconds for 20,000 rows instead of 5.)
 */
export function lookUp({ keys, table, as, on }: LookUp): RawBuilder<unknown> {
  const rows = sql`${sql.table(table)} ${sql.raw(as)}`;
  if (!isRouted()) return sql`${keys} join ${rows} on ${on}`;
  return sql`${keys} cross join lateral (select * from ${rows} where ${on} offset 0) ${sql.raw(as)}`;
}

/** Gives the team of a key, for `lookUp`. */
export function teamOfKey(key: string, keys: readonly OfTeam[]): RawBuilder<unknown> {
  const teamId = onlyTeam(keys);
  return teamId === undefined ? sql.ref(`${key}.team_id`) : sql`${teamId}`;
}

/**
 * Says that a row is of the team of its key. The key's is compared as well, so that Postgres counts on few keys.
 * @param row the alias of the table
 * @param key the alias of the keys
 */
export function sameTeam(row: string, key: string, keys: readonly OfTeam[]): RawBuilder<unknown> {
  const [ofRow, ofKey] = [`${row}.team_id`, `${key}.team_id`];
  const teamId = onlyTeam(keys);
  if (teamId === undefined) return sql.raw(`${ofRow} = ${ofKey}`);
  return sql`${sql.raw(`${ofRow} =`)} ${teamId} ${sql.raw(`and ${ofKey} =`)} ${teamId}`;
}

/** Says that a row is of one of these teams. */
export function ofTeams(teamIds: Iterable<string>): RawBuilder<unknown> {
  const all = [...new Set(teamIds)];
  return isRouted() && all.length === 1 ? sql`team_id = ${all[0]}` : sql`team_id = any(${all})`;
}

/**
 * Divides what a look-up is about by its team where statements name theirs: each then goes to one machine. Elsewhere it
 * stays whole.
 */
export function perTeam<Name extends { readonly teamId: string }>(
  names: readonly Name[],
): (readonly Name[])[] {
  return isRouted() ? [...Map.groupBy(names, ({ teamId }) => teamId).values()] : [names];
}

/** Gives the team of all keys, or undefined if there are several, or if statements needn't name it. */
function onlyTeam(keys: readonly OfTeam[]): string | undefined {
  const teamId = keys[0]?.team_id;
  return isRouted() && keys.every((key) => key.team_id === teamId) ? teamId : undefined;
}
