import { Entity } from "@onefold/contract";
import type { RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import type { ChangeEntry } from "../changes/change-entry.ts";
import { loadChanges, subjectOf } from "../changes/load-changes.ts";
import type { RecordChange } from "../changes/load-changes.ts";
import { placed } from "../changes/read-entries.ts";
import { readSnapshots } from "../reads/read-snapshots.ts";
import type { SnapshotPage } from "../reads/read-snapshots.ts";
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

/**
 * How many bytes of JSON are read at once: a process has a hundred webhooks at a time, and holds twenty times that of
 * each at most. Messages of usual records are built of less, sixteen of them with all their receipts.
 */
const BYTES_MAX = 512 * 1024;

type Place = Pick<HeldWebhook, "teamId" | "place">;

/**
 * Reads what messages of a webhook tell, just before they are sent: who was erased is in none. Of large ones each is read
 * when it is asked for, so it is to be sent before the next; and the older of its receipts are only counted.
 */
export async function* loadMessages(
  db: Database,
  at: Place,
  messages: readonly AddressedMessage[],
): AsyncGenerator<LoadedMessage, void> {
  for (const [entity, some] of Map.groupBy(messages, (message) => message.entity))
    for (let from = 0; from < some.length;) {
      const { records, through } = await readRecords(db, at.teamId, entity, some.slice(from));
      const page = some.slice(from, from + Math.max(1, through));
      yield* await loadPage(db, at, page, records);
      from += page.length;
    }
}

async function readRecords(
  db: Database,
  teamId: string,
  entity: string,
  messages: readonly AddressedMessage[],
): Promise<SnapshotPage> {
  const known = Entity.safeParse(entity);
  if (!known.success) return { records: [], through: messages.length };
  const ids = messages.map(({ recordId }) => recordId);
  return await readSnapshots(db, teamId, known.data, ids, BYTES_MAX);
}

async function loadPage(
  db: Database,
  at: Place,
  messages: readonly AddressedMessage[],
  read: readonly RecordSnapshot[],
): Promise<LoadedMessage[]> {
  const changes = await loadNewest(db, at, messages);
  const records = new Map(read.map((record) => [record.recordId, record]));
  const missing = messages.map(({ recordId }) => recordId).filter((id) => !records.has(id));
  const survivors = await readSurvivors(db, at.teamId, missing);
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

/** Reads the newest receipt of each message, and of the others as many as may have many bytes. */
async function loadNewest(
  db: Database,
  { teamId, place }: Place,
  messages: readonly AddressedMessage[],
): Promise<RecordChange[]> {
  const entries = newestFirst(messages).map((entry) => placed(teamId, entry, place));
  const newest = messages.filter(({ content }) => content.entries.length > 0).length;
  const all: RecordChange[] = [];
  for (let from = 0; from < newest;) {
    const { changes, through } = await loadChanges(db, entries.slice(from), BYTES_MAX);
    all.push(...changes);
    from += Math.max(1, through);
  }
  return all;
}

/** Gives the newest entry of each message, then the one before of each, and so on. Pure. */
export function newestFirst(messages: readonly Pick<AddressedMessage, "content">[]): ChangeEntry[] {
  const longest = Math.max(0, ...messages.map(({ content }) => content.entries.length));
  return Array.from({ length: longest }, (_, back) =>
    messages.flatMap(({ content }) => {
      const entry = content.entries.at(-1 - back);
      return entry ? [entry] : [];
    }),
  ).flat();
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
