import { sql } from "kysely";
import type { RawBuilder } from "kysely";

/**
 * How a statement names the teams of its keys, which are rows of `rowSet`. If all are of one team it names that one, as
 * a parameter: an engine that distributes the tables by team then sends it to one machine (docs/distributed.md).
 *
 * Postgres must look up each key all the same. Where it counts on few rows of a team it would rather read all of them
 * for each key, and a plan that is kept does so when there are many. (Measured with a new deployment's first import: 30
 * seconds for 20,000 rows instead of 5.) So a look-up by more than a record's id is a lateral join with `offset 0`, in
 * which it takes the whole key, and the others compare the keys' team as well, so that it counts on few keys.
 */
interface OfTeam {
  readonly team_id: string;
}

/** Gives the team of a key, for the inside of a lateral join. */
export function teamOfKey(key: string, keys: readonly OfTeam[]): RawBuilder<unknown> {
  const teamId = onlyTeam(keys);
  return teamId === undefined ? sql.ref(`${key}.team_id`) : sql`${teamId}`;
}

/**
 * Says that a row is of the team of its key.
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
  return all.length === 1 ? sql`team_id = ${all[0]}` : sql`team_id = any(${all})`;
}

/** Gives the team of all keys, or undefined if there are several. */
function onlyTeam(keys: readonly OfTeam[]): string | undefined {
  const teamId = keys[0]?.team_id;
  return keys.every((key) => key.team_id === teamId) ? teamId : undefined;
}
