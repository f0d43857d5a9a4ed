import { typed } from "@onefold/contract";
import type { Entity, Item } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import type { LinkDefinition } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { EntityState } from "./commit-state.ts";
import type { CommitState } from "./commit-state.ts";
import { ContentionError } from "../transactions/contention-error.ts";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { loadDeletedFields } from "./deleted-fields.ts";
import { ID, jsonRows } from "../rows/json-rows.ts";
import {
  findOwners,
  findRetired,
  findThere,
  loadFreeRecords,
  loadRecords,
  nameOf,
} from "../rows/load-records.ts";
import type { FreeRecords, RecordKey, TeamIdentifier } from "../rows/load-records.ts";
import { loadDifferent } from "../merge/different-records.ts";
import { loadTombstones } from "../erasure/load-tombstones.ts";
import { identifiersGiven, linkGiven } from "./upsert-names.ts";
import { splitInOrder } from "./split-in-order.ts";
import type { Left } from "./split-in-order.ts";

/**
 * What was loaded. `held` items reach a record that another transaction has locked. `rest` items reach a record for
 * which there was no more room. Items that follow one of these are left with them.
 */
export interface LoadedCommit extends Left {
  readonly state: CommitState;
  /** The items of which everything that they touch was locked and read, by clock. */
  readonly ready: readonly Item[];
}

export interface LoadOptions {
  /** How many bytes of records it reads at most; more only if the first item's own are more. */
  readonly maxBytes: number;
  /** Gives the team whose members and tombstones count for a team's records. */
  homeOf(teamId: string): string;
  /** The default is all entities. A test has one more. */
  readonly entities?: readonly EntityTables[];
}

/**
 * Reads what the items touch, and locks the records that they reach, as far as they are free: it waits for none. It
 * runs under the identifiers' locks, in statements of its own, so that it sees what earlier holders of the locks did.
 * @throws ContentionError where a record went away between its look-up and its lock
 */
export async function loadCommit(
  trx: Transaction<Tables>,
  items: readonly Item[],
  options: LoadOptions,
): Promise<LoadedCommit> {
  const missed = { held: new Set<string>(), unread: new Set<string>() };
  const inOrder = items.toSorted((a, b) => a.clock - b.clock);
  const load: LoadRecords = async (tables, reached) => {
    const found = await loadFreeRecords(trx, tables, reached, options.maxBytes);
    for (const key of found.held) missed.held.add(nameOf(key));
    for (const key of found.unread) missed.unread.add(nameOf(key));
    return found;
  };
  const state = await loadState(trx, inOrder, load, options);
  if (missed.held.size + missed.unread.size === 0) return { state, ready: inOrder, held: [], rest: [] };
  const split = splitInOrder(inOrder, (item) => {
    const names = reachedBy(state.entities[item.upsert.entity], item).map(nameOf);
    if (names.some((name) => missed.held.has(name))) return "held";
    return names.some((name) => missed.unread.has(name)) ? "rest" : undefined;
  });
  return { state, ...split };
}

/** Reads the same without locks, in a transaction that sees one state of everything. */
export async function viewCommit(trx: Transaction<Tables>, items: readonly Item[]): Promise<CommitState> {
  return loadState(trx, items, async (tables, reached) => ({
    records: await loadRecords(trx, tables, reached, { lock: false }),
    held: [],
    unread: [],
  }));
}

/** A record that an item reaches. `always` is true for the first item. */
type Reached = RecordKey & { readonly always: boolean };
type LoadRecords = (tables: EntityTables, reached: readonly Reached[]) => Promise<FreeRecords>;

async function loadState(
  trx: Transaction<Tables>,
  items: readonly Item[],
  load: LoadRecords,
  { homeOf = itself, entities: all = allEntities }: Partial<Pick<LoadOptions, "homeOf" | "entities">> = {},
): Promise<CommitState> {
  const states: [Entity, EntityState][] = [];
  for (const tables of all)
    states.push([tables.definition.entity, await loadEntity(trx, tables, items, load, homeOf)]);
  const entities = typed<CommitState["entities"]>(Object.fromEntries(states));
  for (const [, state] of states) await loadLinks(trx, entities, state, items);
  const members = await loadMembers(trx, items, homeOf);
  const isDeletedField = await loadDeletedFields(trx, all, items, homeOf);
  return {
    isDeletedField,
    entities,
    memberOf: (teamId, owner) =>
      members.get(`${homeOf(teamId)} ${owner.toLowerCase()}`) ?? members.get(`${homeOf(teamId)} ${owner}`),
  };
}

const itself = (teamId: string) => teamId;

async function loadEntity(
  trx: Transaction<Tables>,
  tables: EntityTables,
  items: readonly Item[],
  load: LoadRecords,
  homeOf: (teamId: string) => string,
): Promise<EntityState> {
  const state = new EntityState(tables);
  const own = items.filter((item) => item.upsert.entity === tables.definition.entity);
  if (own.length === 0) return state;
  for (const owned of await findOwners(
    trx,
    tables,
    own.flatMap((item) => identifiersOf(tables, item)),
  ))
    state.setOwner(owned.teamId, owned, owned.recordId);
  // This comes after the owners: what was deleted before they were read has left its tombstone.
  const removedFrom = await loadTombstones(trx, state, own, homeOf);
  const named = [...own.flatMap(namedBy), ...removedFrom];
  await loadRetired(trx, state, named);
  const reached = new Map<string, Reached>();
  for (const item of own)
    for (const key of reachedBy(state, item))
      if (!reached.has(nameOf(key))) reached.set(nameOf(key), { ...key, always: item === items[0] });
  const owners = state.ownedRecords();
  const { records, held, unread } = await load(tables, [...reached.values()]);
  for (const record of records) {
    state.addRecord(record);
    for (const identifier of record.identifiers) state.setOwner(record.teamId, identifier, record.recordId);
  }
  // A record that owned an identifier a moment ago was merged or deleted meanwhile.
  const there = new Set([...held, ...unread].map(nameOf));
  if (owners.some((key) => !state.recordOf(key.team_id, key.record_id) && !there.has(nameOf(key))))
    throw new ContentionError("the owner of an identifier");
  await checkUnmoved(trx, state, named);
  await loadPairs(trx, state, own, homeOf);
  return state;
}

/**
 * Loads what is known of the pairs of records that items could merge. In the fold an item can reach more of them than
 * it does now, as items before it give identifiers. If only one record is reached in all, nothing is asked.
 */
async function loadPairs(
  trx: Transaction<Tables>,
  state: EntityState,
  items: readonly Item[],
  homeOf: (teamId: string) => string,
): Promise<void> {
  const met = new Map<string, RecordKey>();
  if (items.some(({ upsert }) => upsert.onConflict === "merge"))
    for (const item of items) for (const key of reachedBy(state, item)) met.set(nameOf(key), key);
  const places = new Set(Array.from(met.values(), ({ team_id }) => team_id));
  const atHome = Array.from(met.values(), (key) => ({ ...key, team_id: homeOf(key.team_id) }));
  for (const { teamId, ids } of await loadDifferent(trx, atHome))
    for (const place of places) if (homeOf(place) === teamId) state.setDifferent(place, ...ids);
}

/**
 * Gives the live records that an item can come to: those that own its identifiers or did, and the one that it names.
 */
function reachedBy(state: EntityState, item: Item): RecordKey[] {
  const { teamId } = item.ref;
  const ids = identifiersOf(state.tables, item).flatMap((identifier) => [
    state.ownerOf(teamId, identifier),
    state.tombstoneOf(teamId, identifier, item.clock)?.recordId,
  ]);
  return [item.upsert.recordId, ...ids].flatMap((id) => {
    const liveId = id === undefined ? undefined : state.resolve(teamId, id);
    return liveId === undefined ? [] : [{ team_id: teamId, record_id: liveId }];
  });
}

function identifiersOf({ definition }: EntityTables, { ref, upsert }: Item): TeamIdentifier[] {
  return identifiersGiven(definition, upsert).map((identifier) => ({ teamId: ref.teamId, ...identifier }));
}

function namedBy({ ref, upsert }: Item): RecordKey[] {
  return upsert.recordId ? [{ team_id: ref.teamId, record_id: upsert.recordId }] : [];
}

async function loadRetired(
  trx: Transaction<Tables>,
  state: EntityState,
  keys: readonly RecordKey[],
): Promise<void> {
  for (const row of await findRetired(trx, keys))
    state.retire(row.team_id, row.record_id, row.survivor_id ?? undefined);
}

/** Checks that ids lead where they led a moment ago. A record may have been merged since, or be back by an undo. */
async function checkUnmoved(
  trx: Transaction<Tables>,
  state: EntityState,
  named: readonly RecordKey[],
): Promise<void> {
  const leadsTo = new Map((await findRetired(trx, named)).map((row) => [nameOf(row), row.survivor_id]));
  const hasMoved = named.some((key) => {
    const retired = leadsTo.get(nameOf(key));
    const liveId = retired === undefined ? key.record_id : (retired ?? undefined);
    return liveId !== state.resolve(key.team_id, key.record_id);
  });
  if (hasMoved) throw new ContentionError("a record");
}

/**
 * Loads the records of another entity that those of the commit are or want to be linked to, by the id that they have
 * now. They aren't locked: a link to one that goes away is void by itself (`retired_records`).
 */
async function loadLinks(
  trx: Transaction<Tables>,
  entities: CommitState["entities"],
  linking: EntityState,
  items: readonly Item[],
): Promise<void> {
  const { definition } = linking.tables;
  const { entity, link } = definition;
  if (!link) return;
  const target = entities[link.to];
  const byId: RecordKey[] = [];
  const byIdentifier: TeamIdentifier[] = [];
  for (const { ref, upsert } of items) {
    const named = upsert.entity === entity ? linkGiven(definition, upsert) : undefined;
    if (named && "recordId" in named) byId.push({ team_id: ref.teamId, record_id: named.recordId });
    else if (named) byIdentifier.push({ teamId: ref.teamId, ...named.identifier });
  }
  for (const owned of await findOwners(trx, target.tables, byIdentifier))
    if (!target.ownerOf(owned.teamId, owned)) target.setOwner(owned.teamId, owned, owned.recordId);
  for (const key of await findThere(trx, target.tables, byId)) target.addKnown(key.team_id, key.record_id);
  await loadRetired(trx, target, [...byId, ...linkedRecords(linking, link)]);
}

function linkedRecords({ records }: EntityState, { field }: LinkDefinition): RecordKey[] {
  return Array.from(records.values()).flatMap(({ teamId, state }) => {
    const id = state?.fields[field];
    return typeof id === "string" ? [{ team_id: teamId, record_id: id }] : [];
  });
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
      from users u join ${jsonRows("k", `team_id ${ID}, owner ${ID}`, owners)}
        on u.team_id = k.team_id and (u.user_id = k.owner or u.email = lower(k.owner))`.execute(trx);
  for (const row of rows) {
    members.set(`${row.team_id} ${row.user_id}`, row.user_id);
    members.set(`${row.team_id} ${row.email}`, row.user_id);
  }
  return members;
}
