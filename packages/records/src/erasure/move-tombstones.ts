import type { Entity } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { OwnedIdentifier } from "../commit/commit-state.ts";
import { rowSet } from "../rows/row-set.ts";
import { readIdentifierHash } from "./value-hash.ts";

export interface MovedTombstones {
  readonly teamId: string;
  readonly entity: Entity;
  readonly from: string;
  readonly to: string;
  /** What that one owned. Tombstones from before it did are about something else. */
  readonly identifiers: readonly OwnedIdentifier[];
}

/**
 * Moves tombstones of a record to the one that was a part of it then. Late items mean that one, and its erasure finds
 * by them what tells of it.
 */
export async function moveTombstones(
  trx: Transaction<Tables>,
  { teamId, entity, from, to, identifiers }: MovedTombstones,
): Promise<void> {
  if (identifiers.length === 0) return;
  const hashOf = await readIdentifierHash(trx);
  const rows = identifiers.map((identifier) => ({
    kind: identifier.kind,
    hash: hashOf(teamId, entity, identifier).toString("hex"),
    since: identifier.clock,
  }));
  await sql`
    update tombstones t set record_id = ${to} from ${rowSet("n", { kind: "id", hash: "text", since: "bigint" }, rows)}
     where t.team_id = ${teamId} and t.entity = ${entity} and t.kind = n.kind and t.hash = decode(n.hash, 'hex')
       and t.record_id = ${from} and t.clock > n.since`.execute(trx);
}
