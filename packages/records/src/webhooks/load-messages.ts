import { Entity } from "@onefold/contract";
import type { RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { loadChanges, subjectOf } from "../changes/load-changes.ts";
import type { RecordChange } from "../changes/load-changes.ts";
import { placed } from "../changes/read-entries.ts";
import type { PlacedEntry } from "../changes/read-entries.ts";
import { readSnapshots } from "../reads/read-snapshots.ts";
import type { HeldWebhook } from "./held-webhook.ts";
import { TEST_RECORD } from "./list-attempts.ts";
import type { AddressedMessage } from "./settle.ts";

/** A message with all that is told in it, as it is now. */
export interface LoadedMessage {
  readonly message: AddressedMessage;
  /** What happened, in the order of the clocks, as far as receipts tell it still. */
  readonly changes: readonly RecordChange[];
  /** Absent where it is gone, or a part of another. */
  readonly record?: RecordSnapshot;
  /** What it is a part of. */
  readonly mergedInto?: string;
  readonly isTest: boolean;
}

/** Reads what messages of a webhook tell, just before they are sent: who was erased is in none. */
export async function loadMessages(
  db: Database,
  { teamId, place }: Pick<HeldWebhook, "teamId" | "place">,
  messages: readonly AddressedMessage[],
): Promise<LoadedMessage[]> {
  const named = messages.flatMap(({ recordId, content }) =>
    content.entries.map((entry) => ({ recordId, entry: placed(teamId, entry, place) })),
  );
  const changes = await loadAll(
    db,
    named.map(({ entry }) => entry),
  );
  const records = new Map<string, RecordSnapshot>();
  for (const entity of Entity.options) {
    const ids = messages.filter((message) => message.entity === entity).map(({ recordId }) => recordId);
    for (const record of await readAll(db, teamId, entity, ids)) records.set(record.recordId, record);
  }
  const missing = messages.map(({ recordId }) => recordId).filter((id) => !records.has(id));
  const survivors = await readSurvivors(db, teamId, missing);
  return messages.map((message) => {
    const { recordId } = message;
    const own = changes.filter((change) => subjectOf(change) === recordId);
    const [record, mergedInto] = [records.get(recordId), survivors.get(recordId)];
    return {
      message,
      // Events that are sent again come to a message after later ones.
      changes: own.toSorted((a, b) => clockOf(a) - clockOf(b)),
      ...(record && { record }),
      ...(mergedInto !== undefined && { mergedInto }),
      isTest: recordId === TEST_RECORD,
    };
  });
}

function clockOf(change: RecordChange): number {
  return change.kind === "record" ? change.clock : 0;
}

/** As many at once as may have many bytes. */
async function loadAll(db: Database, entries: readonly PlacedEntry[]): Promise<RecordChange[]> {
  const all: RecordChange[] = [];
  for (let from = 0; from < entries.length;) {
    const { changes, through } = await loadChanges(db, entries.slice(from));
    all.push(...changes);
    from += Math.max(1, through);
  }
  return all;
}

async function readAll(
  db: Database,
  teamId: string,
  entity: Entity,
  recordIds: readonly string[],
): Promise<RecordSnapshot[]> {
  const all: RecordSnapshot[] = [];
  for (let from = 0; from < recordIds.length;) {
    const { records, through } = await readSnapshots(db, teamId, entity, recordIds.slice(from));
    all.push(...records);
    from += Math.max(1, through);
  }
  return all;
}

async function readSurvivors(
  db: Database,
  teamId: string,
  recordIds: readonly string[],
): Promise<Map<string, string>> {
  if (recordIds.length === 0) return new Map();
  const { rows } = await sql<{ record_id: string; survivor_id: string }>`
    select record_id, survivor_id from retired_records
     where team_id = ${teamId} and record_id = any(${recordIds}) and survivor_id is not null`.execute(db);
  return new Map(rows.map((row) => [row.record_id, row.survivor_id]));
}
