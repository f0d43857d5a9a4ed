import type { Database, Tables } from "@onefold/database";
import { CONSENT, newId } from "@onefold/identity";
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
import { rowSet } from "../rows/row-set.ts";
import { findUnsubscribed } from "./find-unsubscribed.ts";
import type { TeamValue, UnsubscribedClock } from "./find-unsubscribed.ts";
import { contactsNamed } from "./named-contacts.ts";
import { UNSUBSCRIBED_ID_PREFIX } from "./unsubscribed.ts";
import type { Unsubscribed } from "./unsubscribed.ts";

/**
 * How many values one transaction takes: with all 23 identifiers of each one's contact, and its id, that is under 500 of the
 * locks that all sessions share.
 */
export const UNSUBSCRIBE_AT_ONCE = 20;

/**
 * Puts values on the team's list, and unsubscribes the contacts that have one. It holds the values' locks, as whoever
 * makes a contact of them does: so a contact that is made meanwhile is found here, or finds the list. A domain has no
 * lock, as it is many people's. One that is there already keeps its id; it counts as said again for whom a request names by it.
 * @param values at most `UNSUBSCRIBE_AT_ONCE`, and none twice
 * @returns what is on the list, in the values' order
 */
export async function unsubscribeValues(
  db: Database,
  operation: Operation,
  values: readonly UnsubscribedValue[],
): Promise<Unsubscribed[]> {
  return changeRecords(db, operation, async (trx) => {
    const { teamId } = operation.ref;
    const named = await lockNamed(trx, tablesOf("contact"), teamId, contactsNamed(values));
    const contacts = [...new Set(named)].filter((record) => record !== undefined);
    const { clock } = await takeClock(operation, contacts);
    const asked = values.map((value) => ({ ...value, teamId }));
    const news = newlyNamed(contacts, asked, await findUnsubscribed(trx, asked));
    const listed = await list(trx, teamId, values, clock);
    for (const [row, contact] of news.entries()) await unsubscribe(trx, operation, contact, row);
    return listed;
  });
}

/**
 * Gives the contacts that aren't unsubscribed, or not by all that is listed now. Whom the list had unsubscribed already
 * needs no receipt: a list that is sent again would leave one for each of them every time.
 * @param known what was on the list before
 */
function newlyNamed(
  contacts: readonly LockedRecord[],
  values: readonly TeamValue[],
  known: UnsubscribedClock,
): LockedRecord[] {
  const added = values.filter((value) => known(value) === undefined);
  return contacts.filter(
    ({ state, identifiers }) =>
      state.fields[CONSENT] !== true ||
      identifiers.some((own) => added.some(({ kind, value }) => kind === own.kind && value === own.value)),
  );
}

/** Each contact has a clock of its own, and a receipt under it. It is later than the list's. */
async function unsubscribe(
  trx: Transaction<Tables>,
  { onPoint: _told, ...operation }: Operation,
  contact: LockedRecord,
  row: number,
): Promise<void> {
  const tables = tablesOf("contact");
  const timed = await takeClock({ ...operation, ref: { ...operation.ref, row } }, [contact]);
  const changes = await writeFields(trx, tables, contact, timed.clock, {
    set: { unsubscribed: true },
    clear: [],
  });
  await leaveReceipt(trx, tables, timed, contact, { action: "unsubscribe", changes });
}

async function list(
  trx: Transaction<Tables>,
  teamId: string,
  values: readonly UnsubscribedValue[],
  clock: number,
): Promise<Unsubscribed[]> {
  const hashOf = await readIdentifierHash(trx);
  const asked = values.map((value) => ({ ...value, hash: hashOf(teamId, "contact", value).toString("hex") }));
  // In one order for all, so that two requests with the same domains don't wait for each other for ever.
  const rows = asked
    .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
    .map((row) => ({ ...row, unsubscribed_id: newId(UNSUBSCRIBED_ID_PREFIX) }));
  const columns = { kind: "id", hash: "text", unsubscribed_id: "id", value: "id" } as const;
  const { rows: written } = await sql<{ hash: string; unsubscribed_id: string; created_at: Date }>`
    insert into unsubscribed_values as u (team_id, kind, hash, unsubscribed_id, value, clock)
    select ${teamId}, kind, decode(hash, 'hex'), unsubscribed_id, value, ${clock} from ${rowSet("n", columns, rows)}
        on conflict (team_id, kind, hash) do update
       set clock = greatest(u.clock, excluded.clock), value = excluded.value
    returning encode(hash, 'hex') as hash, unsubscribed_id, created_at`.execute(trx);
  const byHash = new Map(written.map((row) => [row.hash, row]));
  return asked.flatMap(({ hash, kind, value }) => {
    const row = byHash.get(hash);
    if (!row) return [];
    return [{ kind, value, unsubscribedId: row.unsubscribed_id, createdAt: row.created_at.getTime() }];
  });
}
