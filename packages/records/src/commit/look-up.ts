import { typed } from "@onefold/contract";
import type { Entity, Item } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { loadTombstones } from "../erasure/load-tombstones.ts";
import type { IdentifierTombstone } from "../erasure/load-tombstones.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { rowSet } from "../rows/row-set.ts";
import { findOwners, findRetired, findThere } from "../rows/load-records.ts";
import type { OwnedBy, RecordKey, RetiredRecord, TeamIdentifier } from "../rows/load-records.ts";
import { loadUnsubscribed } from "../unsubscribes/load-unsubscribed.ts";
import type { UnsubscribedIdentifier } from "../unsubscribes/load-unsubscribed.ts";
import { loadDeletedFields } from "./deleted-fields.ts";
import type { IsDeletedField } from "./deleted-fields.ts";
import { identifiersGiven, linkGiven } from "./upsert-names.ts";

/** What the names that items give stand for: all that can be read before the records are known that they reach. */
export interface LookedUp {
  readonly entities: Readonly<Record<Entity, LookedUpOfEntity>>;
  readonly isDeletedField: IsDeletedField;
  /** Gives the member that an owner names by id or e-mail. */
  memberOf(teamId: string, owner: string): string | undefined;
}

export interface LookedUpOfEntity {
  readonly owners: readonly OwnedBy[];
  readonly tombstones: readonly IdentifierTombstone[];
  readonly unsubscribed: readonly UnsubscribedIdentifier[];
  /** Where ids lead that items name, or that identifiers were removed from. */
  readonly retired: readonly RetiredRecord[];
  readonly linked: Linked;
}

/** What is known of the records of another entity that items want to link to. They aren't locked. */
export interface Linked {
  readonly owners: readonly OwnedBy[];
  readonly there: readonly RecordKey[];
  readonly retired: readonly RetiredRecord[];
}

export interface LookUpOptions {
  /** Gives the team whose members, tombstones and unsubscribed values count for a team's records. */
  homeOf(teamId: string): string;
  readonly entities: readonly EntityTables[];
}

/**
 * Looks the items' names up. All its statements are sent together, and behind those that take the locks: so they see
 * what earlier holders did. More follow only where somebody was deleted a moment ago.
 */
export async function lookUp(
  trx: Transaction<Tables>,
  items: readonly Item[],
  { homeOf, entities }: LookUpOptions,
): Promise<LookedUp> {
  const [looks, members, isDeletedField] = await Promise.all([
    Promise.all(entities.map((tables) => lookUpEntity(trx, tables, items, { homeOf, entities }))),
    loadMembers(trx, items, homeOf),
    loadDeletedFields(trx, entities, items, homeOf),
  ]);
  return {
    entities: typed<LookedUp["entities"]>(
      Object.fromEntries(entities.map(({ definition }, at) => [definition.entity, looks[at]])),
    ),
    isDeletedField,
    memberOf: (teamId, owner) =>
      members.get(`${homeOf(teamId)} ${owner.toLowerCase()}`) ?? members.get(`${homeOf(teamId)} ${owner}`),
  };
}

async function lookUpEntity(
  trx: Transaction<Tables>,
  tables: EntityTables,
  items: readonly Item[],
  { homeOf, entities }: LookUpOptions,
): Promise<LookedUpOfEntity> {
  const own = itemsOf(tables, items);
  const [owners, tombstones, unsubscribed, retired, linked] = await Promise.all([
    findOwners(
      trx,
      tables,
      own.flatMap((item) => identifiersOf(tables, item)),
    ),
    // This comes after the owners: what was deleted before they were read has left its tombstone.
    loadTombstones(trx, tables.definition, own, homeOf),
    loadUnsubscribed(trx, tables.definition, own, homeOf),
    findRetired(trx, own.flatMap(namedBy)),
    lookUpLinks(trx, tables, own, entities),
  ]);
  const removedFrom = tombstones.flatMap(removedFromBy);
  return {
    owners,
    tombstones,
    unsubscribed,
    retired: [...retired, ...(await findRetired(trx, removedFrom))],
    linked,
  };
}

async function lookUpLinks(
  trx: Transaction<Tables>,
  { definition }: EntityTables,
  own: readonly Item[],
  entities: readonly EntityTables[],
): Promise<Linked> {
  const target = entities.find((tables) => tables.definition.entity === definition.link?.to);
  if (!target) return { owners: [], there: [], retired: [] };
  const byId: RecordKey[] = [];
  const byIdentifier: TeamIdentifier[] = [];
  for (const { ref, upsert } of own) {
    const named = linkGiven(definition, upsert);
    if (named && "recordId" in named) byId.push({ team_id: ref.teamId, record_id: named.recordId });
    else if (named) byIdentifier.push({ teamId: ref.teamId, ...named.identifier });
  }
  const [owners, there, retired] = await Promise.all([
    findOwners(trx, target, byIdentifier),
    findThere(trx, target, byId),
    findRetired(trx, byId),
  ]);
  return { owners, there, retired };
}

/** Gives the items that are about records of that entity. */
export function itemsOf({ definition }: EntityTables, items: readonly Item[]): Item[] {
  return items.filter(({ upsert }) => upsert.entity === definition.entity);
}

export function identifiersOf({ definition }: EntityTables, { ref, upsert }: Item): TeamIdentifier[] {
  return identifiersGiven(definition, upsert).map((identifier) => ({ teamId: ref.teamId, ...identifier }));
}

/** Gives the record that an item names by its id. */
export function namedBy({ ref, upsert }: Item): RecordKey[] {
  return upsert.recordId ? [{ team_id: ref.teamId, record_id: upsert.recordId }] : [];
}

/** Gives the record that an identifier was removed from: an older item that gives it means that one. */
export function removedFromBy({ identifier, tombstone }: IdentifierTombstone): RecordKey[] {
  return tombstone.recordId === undefined
    ? []
    : [{ team_id: identifier.teamId, record_id: tombstone.recordId }];
}

async function loadMembers(
  trx: Transaction<Tables>,
  items: readonly Item[],
  homeOf: (teamId: string) => string,
): Promise<Map<string, string>> {
  const members = new Map<string, string>();
  const owners = items.flatMap(({ ref, upsert }) =>
    upsert.owner ? [{ team_id: homeOf(ref.teamId), owner: upsert.owner }] : [],
  );
  if (owners.length === 0) return members;
  const { rows } = await sql<{ team_id: string; user_id: string; email: string }>`
    select distinct u.team_id, u.user_id, u.email
      from users u join ${rowSet("k", { team_id: "id", owner: "id" }, owners)}
        on u.team_id = k.team_id and (u.user_id = k.owner or u.email = lower(k.owner))`.execute(trx);
  for (const row of rows) {
    members.set(`${row.team_id} ${row.user_id}`, row.user_id);
    members.set(`${row.team_id} ${row.email}`, row.user_id);
  }
  return members;
}
