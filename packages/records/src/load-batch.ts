import type { Identifier, Item } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { EntityState } from "./batch-state.ts";
import type { BatchState } from "./batch-state.ts";
import { tablesOf } from "./entity-tables.ts";
import type { EntityTables } from "./entity-tables.ts";
import { ID, jsonRows } from "./json-rows.ts";
import { stateOfRow } from "./record-row.ts";
import type { RecordRow } from "./record-row.ts";

/**
 * Reads what the items touch, and locks the records that they reach. Under the identifiers' locks, in
 * statements of its own, so that it sees what those locks waited for.
 */
export async function loadBatch(trx: Transaction<Tables>, items: readonly Item[]): Promise<BatchState> {
  const companies = await loadEntity(trx, tablesOf("company"), items);
  await resolveLinks(trx, companies, items);
  const contacts = await loadEntity(trx, tablesOf("contact"), items);
  const members = await loadMembers(trx, items);
  return {
    entities: { company: companies, contact: contacts },
    memberOf: (teamId, owner) =>
      members.get(`${teamId} ${owner.toLowerCase()}`) ?? members.get(`${teamId} ${owner}`),
  };
}

async function loadEntity(
  trx: Transaction<Tables>,
  tables: EntityTables,
  items: readonly Item[],
): Promise<EntityState> {
  const state = new EntityState();
  const own = items.filter((item) => item.upsert.entity === tables.definition.entity);
  if (own.length === 0) return state;
  await resolveIdentifiers(trx, tables, state, own.flatMap(identifiersOf));
  await lockRecords(trx, tables, state, own);
  await loadIdentifiers(trx, tables, state);
  return state;
}

interface TeamIdentifier extends Identifier {
  readonly teamId: string;
}

function identifiersOf({ ref, upsert }: Item): TeamIdentifier[] {
  const { teamId } = ref;
  return [
    ...upsert.identifiers.map(({ kind, value }) => ({ teamId, kind, value })),
    ...(upsert.aliases ?? []).map((value) => ({ teamId, kind: "email" as const, value })),
  ];
}

async function resolveIdentifiers(
  trx: Transaction<Tables>,
  tables: EntityTables,
  state: EntityState,
  identifiers: readonly TeamIdentifier[],
): Promise<void> {
  if (identifiers.length === 0) return;
  const keys = identifiers.map(({ teamId, kind, value }) => ({ team_id: teamId, kind, value }));
  const { rows } = await sql<{ team_id: string; kind: Identifier["kind"]; value: string; record_id: string }>`
    select distinct i.team_id, i.kind, i.value, i.record_id
      from ${sql.table(tables.identifiers)} i
      join ${jsonRows("k", `team_id ${ID}, kind ${ID}, value ${ID}`, keys)}
        on i.team_id = k.team_id and i.kind = k.kind and i.value = k.value`.execute(trx);
  for (const row of rows) state.setOwner(row.team_id, row, row.record_id);
}

/**
 * `FOR UPDATE` in id order: batches that reach one record by different identifiers would otherwise fold
 * over the same old value (measured: 299 of 300 rounds lost a field).
 */
async function lockRecords(
  trx: Transaction<Tables>,
  tables: EntityTables,
  state: EntityState,
  items: readonly Item[],
): Promise<void> {
  const named = items.flatMap(({ ref, upsert }) =>
    upsert.recordId ? [{ team_id: ref.teamId, record_id: upsert.recordId }] : [],
  );
  const keys = [...state.ownedRecords(), ...named];
  if (keys.length === 0) return;
  const { rows } = await sql<RecordRow>`
    select r.team_id, r.record_id, r.fields, r.stamps, r.source, r.created_by, r.created_clock, r.updated_clock
      from ${sql.table(tables.records)} r
     where (r.team_id, r.record_id) in (
             select k.team_id, k.record_id from ${jsonRows("k", `team_id ${ID}, record_id ${ID}`, keys)})
     order by r.team_id, r.record_id
       for update of r`.execute(trx);
  for (const row of rows)
    state.addRecord({
      teamId: row.team_id,
      recordId: row.record_id,
      state: stateOfRow(row),
      identifiers: [],
      updatedClock: row.updated_clock,
    });
}

/** All that the locked records own: after the lock, since whoever held it may have added one. */
async function loadIdentifiers(
  trx: Transaction<Tables>,
  tables: EntityTables,
  state: EntityState,
): Promise<void> {
  const keys = Array.from(state.records.values(), (record) => ({
    team_id: record.teamId,
    record_id: record.recordId,
  }));
  if (keys.length === 0) return;
  const { rows } = await sql<{
    team_id: string;
    record_id: string;
    kind: Identifier["kind"];
    value: string;
    clock: number;
  }>`
    select i.team_id, i.record_id, i.kind, i.value, i.clock
      from ${sql.table(tables.identifiers)} i
      join ${jsonRows("k", `team_id ${ID}, record_id ${ID}`, keys)}
        on i.team_id = k.team_id and i.record_id = k.record_id`.execute(trx);
  for (const row of rows) {
    const record = state.recordOf(row.team_id, row.record_id);
    if (record) state.addIdentifier(record, { kind: row.kind, value: row.value }, row.clock);
  }
}

/** Adds the companies that contacts of the batch want to be linked to, without locking them. */
async function resolveLinks(
  trx: Transaction<Tables>,
  companies: EntityState,
  items: readonly Item[],
): Promise<void> {
  const links = items.flatMap(({ ref, upsert }) =>
    upsert.company ? [{ teamId: ref.teamId, ...upsert.company }] : [],
  );
  if (links.length === 0) return;
  const tables = tablesOf("company");
  const byIdentifier = links.flatMap(({ teamId, field, value }) =>
    field === "companyId" ? [] : [{ teamId, kind: LINK_KINDS[field], value }],
  );
  await resolveIdentifiers(trx, tables, companies, byIdentifier);
  const byId = links.filter((link) => link.field === "companyId");
  if (byId.length === 0) return;
  const keys = byId.map((link) => ({ team_id: link.teamId, record_id: link.value }));
  const { rows } = await sql<{ team_id: string; record_id: string }>`
    select distinct r.team_id, r.record_id
      from ${sql.table(tables.records)} r
      join ${jsonRows("k", `team_id ${ID}, record_id ${ID}`, keys)}
        on r.team_id = k.team_id and r.record_id = k.record_id`.execute(trx);
  for (const row of rows) companies.addKnown(row.team_id, row.record_id);
}

/** By which identifier a contact's request names its company. */
export const LINK_KINDS = { companyDomain: "domain", companyLinkedinUrl: "linkedin" } as const;

async function loadMembers(trx: Transaction<Tables>, items: readonly Item[]): Promise<Map<string, string>> {
  const members = new Map<string, string>();
  const owners = items.flatMap(({ ref, upsert }) =>
    upsert.owner ? [{ team_id: ref.teamId, owner: upsert.owner }] : [],
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
