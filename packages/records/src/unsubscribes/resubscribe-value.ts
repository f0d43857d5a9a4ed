import type { Database, Tables } from "@onefold/database";
import type { UnsubscribedValue } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { readIdentifierHash } from "../erasure/value-hash.ts";
import { changeRecords } from "../operations/change-records.ts";
import { lockNamed } from "../operations/lock-named.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { Operation } from "../operations/operation.ts";
import { takeClock } from "../operations/take-clock.ts";
import { writeFields } from "../operations/write-fields.ts";
import { leaveReceipt } from "../receipts/leave-receipt.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import { contactsNamed } from "./named-contacts.ts";
import type { Unsubscribed } from "./unsubscribed.ts";
import { unsubscribedSince } from "./unsubscribed-since.ts";

/**
 * Takes a value off the team's list. The contact that has it is subscribed again, unless another value of it is listed.
 * @returns what was on the list; undefined if it wasn't
 */
export async function resubscribeValue(
  db: Database,
  operation: Operation,
  value: UnsubscribedValue,
): Promise<Unsubscribed | undefined> {
  return changeRecords(db, operation, async (trx) => {
    const { teamId } = operation.ref;
    const [contact] = await lockNamed(trx, tablesOf("contact"), teamId, contactsNamed([value]));
    const removed = await remove(trx, teamId, value);
    if (removed && contact) await resubscribe(trx, operation, contact);
    return removed;
  });
}

async function remove(
  trx: Transaction<Tables>,
  teamId: string,
  { kind, value }: UnsubscribedValue,
): Promise<Unsubscribed | undefined> {
  const hashOf = await readIdentifierHash(trx);
  const { rows } = await sql<{ unsubscribed_id: string; created_at: Date }>`
    delete from unsubscribed_values
     where team_id = ${teamId} and kind = ${kind} and hash = ${hashOf(teamId, "contact", { kind, value })}
    returning unsubscribed_id, created_at`.execute(trx);
  const [row] = rows;
  return row && { kind, value, unsubscribedId: row.unsubscribed_id, createdAt: row.created_at.getTime() };
}

async function resubscribe(
  trx: Transaction<Tables>,
  operation: Operation,
  contact: LockedRecord,
): Promise<void> {
  const { teamId, identifiers } = contact;
  if ((await unsubscribedSince(trx, teamId, identifiers)) !== undefined) return;
  const tables = tablesOf("contact");
  const timed = await takeClock(operation, [contact]);
  const changes = await writeFields(trx, tables, contact, timed.clock, { set: {}, clear: ["unsubscribed"] });
  await leaveReceipt(trx, tables, timed, contact, { action: "resubscribe", changes });
}
