import type { Entity, Identifier, Item, Upsert } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { Tables } from "@onefold/database";
import { lockScopeOf } from "../dry-run/place-of.ts";
import { identifiersGiven, linkGiven } from "./upsert-names.ts";

/**
 * The first key of our advisory locks: "fold" in ASCII. The two-integer form is ours alone, as BullMQ's Postgres
 * backend takes its locks in the bigint space.
 */
const LOCK_CLASS = 0x666f6c64;

/**
 * Takes the lock of every key until the end of the transaction, and waits for those that others have. The locks are
 * sorted and without repeats, so that two operations which share keys wait for each other instead of deadlocking.
 */
export async function lockKeys(trx: Transaction<Tables>, keys: Iterable<string>): Promise<void> {
  const hashes = [...new Set(Array.from(keys, hashKey32))].toSorted((a, b) => a - b);
  await sql`
    select count(pg_advisory_xact_lock(${LOCK_CLASS}::int, hash)) from unnest(${hashes}::int[]) as hash
  `.execute(trx);
}

/**
 * Takes the free ones of these locks (`hashKey32`) until the end of the transaction. It waits for none: a process that
 * has another one may stand still.
 * @returns the ones that it didn't get
 */
export async function tryLocks(
  trx: Transaction<Tables>,
  hashes: Iterable<number>,
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ hash: number }>`
    select hash from unnest(${[...new Set(hashes)]}::int[]) as hash
     where not pg_try_advisory_xact_lock(${LOCK_CLASS}::int, hash)`.execute(trx);
  return new Set(rows.map(({ hash }) => hash));
}

/**
 * Gives what must be locked for an item, as numbers. Two items that have one in common can't be committed at the same
 * time.
 */
export function locksOf(item: Item): number[] {
  const { teamId, keys } = lockScopeOf(item);
  return [...lockKeysOf(teamId, item.upsert), ...keys].map(hashKey32);
}

/**
 * Gives the locks of the company that a contact names. They aren't taken, but items that need them and came before go
 * first.
 */
export function linkLocksOf(item: Item): number[] {
  return linkKeysOf(lockScopeOf(item).teamId, item.upsert).map(hashKey32);
}

/**
 * Gives what an upsert must lock: all its identifiers, and the record that it names by id. It is never empty, so two
 * copies of one item always meet here.
 */
function lockKeysOf(teamId: string, upsert: Upsert): string[] {
  const keys = identifiersGiven(definitionOf(upsert.entity), upsert).map(({ kind, value }) =>
    key(teamId, upsert.entity, kind, value),
  );
  if (upsert.recordId) keys.push(key(teamId, upsert.entity, "id", upsert.recordId));
  return keys;
}

/** Gives the identifier of the record that an upsert links to, as that record's own upsert locks it. */
function linkKeysOf(teamId: string, upsert: Upsert): string[] {
  const definition = definitionOf(upsert.entity);
  const named = linkGiven(definition, upsert);
  // A client that knows the id has seen that the record is there.
  if (!definition.link || !named || "recordId" in named) return [];
  return [key(teamId, definition.link.to, named.identifier.kind, named.identifier.value)];
}

/** Gives what an operation on records must lock: the identifiers that they own, and their ids. */
export function lockKeysOfRecord(
  teamId: string,
  entity: Entity,
  identifiers: readonly Identifier[],
  recordIds: readonly string[],
): string[] {
  return [
    ...identifiers.map(({ kind, value }) => key(teamId, entity, kind, value)),
    ...recordIds.map((recordId) => key(teamId, entity, "id", recordId)),
  ];
}

function key(teamId: string, entity: string, kind: string, value: string): string {
  return `${teamId} ${entity} ${kind} ${value}`;
}

/**
 * Hashes by FNV-1a with a final mix, as a signed 32-bit integer. Two keys with one hash only wait for each other. Every
 * process of a deployment must use the same hash, so a change of it needs all workers stopped.
 */
export function hashKey32(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  return value ^ (value >>> 15);
}
