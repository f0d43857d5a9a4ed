import type { Entity } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { rowSet } from "../rows/row-set.ts";
import { readIdentifierHash } from "./value-hash.ts";
import type { RecordWord } from "./value-hash.ts";

export interface NewTombstone {
  readonly teamId: string;
  readonly identifier: RecordWord;
  readonly clock: number;
  /** Absent if the record is erased. */
  readonly recordId?: string;
}

/** Remembers that identifiers were erased or removed. What was remembered of them before stays. */
export async function writeTombstones(
  trx: Transaction<Tables>,
  entity: Entity,
  tombstones: readonly NewTombstone[],
): Promise<void> {
  if (tombstones.length === 0) return;
  const hashOf = await readIdentifierHash(trx);
  const rows = tombstones.map(({ teamId, identifier, clock, recordId }) => ({
    team_id: teamId,
    kind: identifier.kind,
    hash: hashOf(teamId, entity, identifier).toString("hex"),
    clock,
    record_id: recordId ?? null,
  }));
  const columns = { team_id: "id", kind: "id", hash: "text", clock: "bigint", record_id: "id" } as const;
  await sql`
    insert into tombstones (team_id, entity, kind, hash, clock, record_id)
    select team_id, ${entity}, kind, decode(hash, 'hex'), clock, record_id from ${rowSet("n", columns, rows)}
  `.execute(trx);
}
