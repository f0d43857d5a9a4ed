import { typed } from "@onefold/contract";
import type { Item } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { linkedIds } from "@onefold/identity";
import type { LinkDefinition } from "@onefold/identity";
import type { Transaction } from "kysely";
import { loadDifferent } from "../merge/different-records.ts";
import { findLastMerges, noteLastMerges } from "../merge/last-merge.ts";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import { findRetired, loadFreeRecords, loadRecords, nameOf } from "../rows/load-records.ts";
import type { FreeRecords, RecordKey, RetiredRecord, TeamIdentifier } from "../rows/load-records.ts";
import { ContentionError } from "../transactions/contention-error.ts";
import { EntityState } from "./commit-state.ts";
import type { CommitState } from "./commit-state.ts";
import { identifiersOf, itemsOf, lookUp, namedBy, removedFromBy } from "./look-up.ts";
import type { LookedUp, LookedUpOfEntity } from "./look-up.ts";
import { splitInOrder } from "./split-in-order.ts";
import type { Kept, Left, NamesReached } from "./split-in-order.ts";

/**
 * What was loaded. `held` items reach a record that another transaction has locked. `rest` items reach a record for
 * which there was no more room. Items that follow one of these are left with them.
 */
export interface LoadedCommit extends Left {
  readonly state: CommitState;
  /** The items of which everything that they touch was locked and read, by clock. */
  readonly ready: readonly Item[];
  readonly kept: Kept;
  readonly reached: NamesReached;
}

export interface LoadOptions {
  /** How many bytes of records it reads at most; more only if the first item's own are more. */
  readonly maxBytes: number;
  /** Gives the team whose pairs of different records, and whose merges, count for a team's records. */
  homeOf(teamId: string): string;
  /** What older items keep from these that were left before. */
  readonly kept?: Kept;
  /** The default is all entities. A test has one more. */
  readonly entities?: readonly EntityTables[];
}

/**
 * Reads and locks the records that the items reach, as far as they are free: it waits for none. It runs under the
 * identifiers' locks, in statements of its own, so that it sees what earlier holders of the locks did.
 * @param found what `lookUp` gave for these items, or for more
 * @throws ContentionError where a record went away between its look-up and its lock
 */
export async function loadCommit(
  trx: Transaction<Tables>,
  items: readonly Item[],
  found: LookedUp,
  options: LoadOptions,
): Promise<LoadedCommit> {
  const missed = { held: new Set<string>(), unread: new Set<string>() };
  const inOrder = items.toSorted((a, b) => a.clock - b.clock);
  const load: LoadRecords = async (tables, reached) => {
    const free = await loadFreeRecords(trx, tables, reached, options.maxBytes);
    for (const key of free.held) missed.held.add(nameOf(key));
    for (const key of free.unread) missed.unread.add(nameOf(key));
    return free;
  };
  const state = await loadState(trx, inOrder, found, load, options);
  const { kept = [] } = options;
  const reached: NamesReached = (item) => reachedBy(state.entities[item.upsert.entity], item).map(nameOf);
  if (missed.held.size + missed.unread.size === 0)
    return { state, ready: inOrder, held: [], rest: [], kept, reached };
  const why = (item: Item): keyof Left | undefined => {
    const names = reached(item);
    if (names.some((name) => missed.held.has(name))) return "held";
    return names.some((name) => missed.unread.has(name)) ? "rest" : undefined;
  };
  return { state, reached, ...splitInOrder(inOrder, why, { kept, reached }) };
}

/** Says which records items reach by what was looked up for them, before anything of it is locked. */
export function reachedIn(found: LookedUp, items: readonly Item[]): NamesReached {
  const states = new Map(
    allEntities.map((tables) => {
      const state = new EntityState(tables);
      const { entity } = tables.definition;
      noteLookedUp(state, itemsOf(tables, items), found.entities[entity]);
      return [entity, state];
    }),
  );
  return (item) => {
    const state = states.get(item.upsert.entity);
    return state ? reachedBy(state, item).map(nameOf) : [];
  };
}

/** Reads the same without locks, in a transaction that sees one state of everything. */
export async function viewCommit(trx: Transaction<Tables>, items: readonly Item[]): Promise<CommitState> {
  const options = { homeOf: (teamId: string) => teamId, entities: allEntities };
  const load: LoadRecords = async (tables, reached) => ({
    records: await loadRecords(trx, tables, reached, { lock: false }),
    held: [],
    unread: [],
  });
  return await loadState(trx, items, await lookUp(trx, items, options), load, options);
}

/** A record that an item reaches. `always` is true for the first item. */
type Reached = RecordKey & { readonly always: boolean };
type LoadRecords = (tables: EntityTables, reached: readonly Reached[]) => Promise<FreeRecords>;
type Options = Pick<LoadOptions, "homeOf" | "entities">;

async function loadState(
  trx: Transaction<Tables>,
  items: readonly Item[],
  found: LookedUp,
  load: LoadRecords,
  { homeOf, entities: all = allEntities }: Options,
): Promise<CommitState> {
  const states = await Promise.all(
    all.map(async (tables) => {
      const { entity } = tables.definition;
      return [entity, await loadEntity(trx, tables, items, found.entities[entity], load, homeOf)] as const;
    }),
  );
  const entities = typed<CommitState["entities"]>(Object.fromEntries(states));
  await Promise.all(states.map(([entity, state]) => loadLinks(trx, entities, state, found.entities[entity])));
  const { isDeletedField, memberOf } = found;
  return { isDeletedField, memberOf, entities };
}

async function loadEntity(
  trx: Transaction<Tables>,
  tables: EntityTables,
  items: readonly Item[],
  found: LookedUpOfEntity,
  load: LoadRecords,
  homeOf: (teamId: string) => string,
): Promise<EntityState> {
  const state = new EntityState(tables);
  const own = itemsOf(tables, items);
  if (own.length === 0) return state;
  const named = [...own.flatMap(namedBy), ...noteLookedUp(state, own, found)];
  const reached = new Map<string, Reached>();
  for (const item of own)
    for (const key of reachedBy(state, item))
      if (!reached.has(nameOf(key))) reached.set(nameOf(key), { ...key, always: item === items[0] });
  const owners = state.ownedRecords();
  // What ids lead to is read again under the records' locks. So is what was merged into them.
  const [{ records, held, unread }, underLocks, lastMerges] = await Promise.all([
    load(tables, [...reached.values()]),
    findRetired(trx, named),
    findLastMerges(trx, atHome([...reached.values()], homeOf)),
  ]);
  noteLastMerges(records, lastMerges, homeOf);
  // A record that others had locked may be gone since: that it was merged is seen only after it was looked for.
  const isAllLocked = records.length + unread.length === reached.size;
  const retired = isAllLocked ? underLocks : await findRetired(trx, named);
  for (const record of records) {
    state.addRecord(record);
    for (const identifier of record.identifiers) state.setOwner(record.teamId, identifier, record.recordId);
  }
  // A record that owned an identifier a moment ago was merged or deleted meanwhile.
  const there = new Set([...held, ...unread].map(nameOf));
  if (owners.some((key) => !state.recordOf(key.team_id, key.record_id) && !there.has(nameOf(key))))
    throw new ContentionError("the owner of an identifier");
  checkUnmoved(state, named, retired);
  await loadPairs(trx, state, own, homeOf);
  return state;
}

/**
 * Notes what was looked up for these items. More may have been looked up, whose locks others have: that isn't to be
 * trusted.
 * @returns the records that identifiers of the items were removed from
 */
function noteLookedUp(state: EntityState, items: readonly Item[], found: LookedUpOfEntity): RecordKey[] {
  const nameOfIt = ({ teamId, kind, value }: TeamIdentifier) => `${teamId} ${kind} ${value}`;
  const asked = new Set(items.flatMap((item) => identifiersOf(state.tables, item)).map(nameOfIt));
  for (const owned of found.owners)
    if (asked.has(nameOfIt(owned))) state.setOwner(owned.teamId, owned, owned.recordId);
  const tombstones = found.tombstones.filter(({ identifier }) => asked.has(nameOfIt(identifier)));
  for (const { identifier, tombstone } of tombstones)
    state.addTombstone(identifier.teamId, identifier, tombstone);
  for (const { identifier, clock } of found.unsubscribed)
    state.setUnsubscribed(identifier.teamId, identifier, clock);
  retireAll(state, found.retired);
  return tombstones.flatMap(removedFromBy);
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
  for (const { teamId, ids } of await loadDifferent(trx, atHome([...met.values()], homeOf)))
    for (const place of places) if (homeOf(place) === teamId) state.setDifferent(place, ...ids);
}

function atHome(keys: readonly RecordKey[], homeOf: (teamId: string) => string): RecordKey[] {
  return keys.map(({ team_id, record_id }) => ({ team_id: homeOf(team_id), record_id }));
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

function retireAll(state: EntityState, rows: readonly RetiredRecord[]): void {
  for (const row of rows) state.retire(row.team_id, row.record_id, row.survivor_id ?? undefined);
}

/** Checks that ids lead where they led a moment ago. A record may have been merged since, or be back by an undo. */
function checkUnmoved(
  state: EntityState,
  named: readonly RecordKey[],
  retired: readonly RetiredRecord[],
): void {
  const leadsTo = new Map(retired.map((row) => [nameOf(row), row.survivor_id]));
  const hasMoved = named.some((key) => {
    const survivorId = leadsTo.get(nameOf(key));
    const liveId = survivorId === undefined ? key.record_id : (survivorId ?? undefined);
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
  { linked }: LookedUpOfEntity,
): Promise<void> {
  const { link } = linking.tables.definition;
  if (!link) return;
  const target = entities[link.to];
  for (const owned of linked.owners)
    if (!target.ownerOf(owned.teamId, owned)) target.setOwner(owned.teamId, owned, owned.recordId);
  for (const key of linked.there) target.addKnown(key.team_id, key.record_id);
  retireAll(target, linked.retired);
  retireAll(target, await findRetired(trx, linkedRecords(linking, link)));
}

function linkedRecords({ records }: EntityState, link: LinkDefinition): RecordKey[] {
  return Array.from(records.values()).flatMap(({ teamId, state }) => {
    return state ? linkedIds(link, state).map((id) => ({ team_id: teamId, record_id: id })) : [];
  });
}
