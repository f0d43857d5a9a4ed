import type { Entity, Identifier, Item } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { Tombstone } from "../commit/commit-state.ts";
import type { EntityDefinition } from "@onefold/identity";
import { identifiersGiven } from "../commit/upsert-names.ts";
import { rowSet } from "../rows/row-set.ts";
import { lookUp, ofTeams, teamOfKey } from "../rows/same-team.ts";
import type { TeamIdentifier } from "../rows/load-records.ts";
import { readIdentifierHash } from "./value-hash.ts";

/** What a tombstone says of an identifier that was asked for. */
export interface IdentifierTombstone {
  readonly identifier: TeamIdentifier;
  readonly tombstone: Tombstone;
}

/**
 * Reads which identifiers of the items were erased or removed since the items were accepted. There are hardly ever any.
 * Only a tombstone newer than the oldest item can matter, so a commit pays one look at an index.
 * @param homeOf gives the team whose tombstones count for a team: a dry run's are its own team's
 */
export async function loadTombstones(
  trx: Transaction<Tables>,
  definition: EntityDefinition,
  items: readonly Item[],
  homeOf: (teamId: string) => string,
): Promise<IdentifierTombstone[]> {
  if (items.length === 0) return [];
  const { entity } = definition;
  const oldest = items.reduce(
    (lowest, { clock, upsert }) => Math.min(lowest, upsert.retryOf ?? clock),
    Infinity,
  );
  if (!(await hasNewer(trx, entity, items, { oldest, homeOf }))) return [];
  const hashOf = await readIdentifierHash(trx);
  const asked = new Map<string, { teamId: string; identifier: Identifier; hash: string }>();
  for (const { ref, upsert } of items)
    for (const identifier of identifiersGiven(definition, upsert)) {
      const { teamId } = ref;
      const hash = hashOf(homeOf(teamId), entity, identifier).toString("hex");
      asked.set(`${teamId} ${hash}`, { teamId, identifier, hash });
    }
  const keys = Array.from(asked.values(), ({ teamId, identifier: { kind }, hash }) => ({
    team_id: homeOf(teamId),
    kind,
    hash,
  }));
  const { rows } = await sql<TombstoneRow>`
    select distinct encode(t.hash, 'hex') as hash, t.clock, t.record_id, t.erased_clock
      from ${lookUp({
        keys: rowSet("k", { team_id: "id", kind: "id", hash: "text" }, keys),
        table: "tombstones",
        as: "t",
        on: sql`
          t.team_id = ${teamOfKey("k", keys)} and t.entity = ${entity} and t.kind = k.kind
          and t.hash = decode(k.hash, 'hex')`,
      })}
     where greatest(t.clock, t.erased_clock) > ${oldest}`.execute(trx);
  const byHash = Map.groupBy(rows, (row) => row.hash);
  return Array.from(asked.values()).flatMap(({ teamId, identifier, hash }) =>
    (byHash.get(hash) ?? []).map(({ clock, record_id, erased_clock }) => ({
      identifier: { teamId, ...identifier },
      tombstone: {
        clock,
        ...(record_id !== null && { recordId: record_id }),
        ...(erased_clock !== null && { erasedClock: erased_clock }),
      },
    })),
  );
}

interface TombstoneRow {
  hash: string;
  clock: number;
  record_id: string | null;
  erased_clock: number | null;
}

/** An erasure leaves a tombstone of its own time. So one of which only `erased_clock` is newer is never missed. */
async function hasNewer(
  trx: Transaction<Tables>,
  entity: Entity,
  items: readonly Item[],
  { oldest, homeOf }: { readonly oldest: number; readonly homeOf: (teamId: string) => string },
): Promise<boolean> {
  const ofHomes = ofTeams(items.map(({ ref }) => homeOf(ref.teamId)));
  const { rows } = await sql<{ found: boolean }>`
    select exists(
      select from tombstones
       where clock > ${oldest} and ${ofHomes} and entity = ${entity}) as found`.execute(trx);
  return rows[0]?.found === true;
}
