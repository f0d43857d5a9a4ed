import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { OwnedIdentifier } from "../commit/commit-state.ts";
import type { LockedRecord } from "../operations/lock-named.ts";
import type { Entity } from "@onefold/contract";
import { readIdentifierHash, shortHash } from "./value-hash.ts";

/** Receipts of a record in a span of clocks, both ends included. */
export interface ErasedRange {
  readonly recordId: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Receipts of a record of the time in which an erased one was a part of it: those that name one of its merges in this
 * span, both ends included. Clocks don't tell that time: what is applied late has the clock of its acceptance.
 */
export interface ErasedPart {
  readonly recordId: string;
  readonly first: number;
  readonly last: number;
}

/** A record that was deleted, and what its traces are found by. It has nothing of the person itself. */
export interface Erasure {
  readonly teamId: string;
  /** The job of the request that deleted it. */
  readonly jobId: string;
  /** The record, and those that were merged into it. */
  readonly recordIds: readonly string[];
  /**
   * Their receipts, and those of others while a record was a part of them, as far as these don't say themselves what their
   * record was made of: an earlier version wrote them.
   */
  readonly ranges: readonly ErasedRange[];
  /** The receipts of others while a record was a part of them. */
  readonly parts: readonly ErasedPart[];
  /** Short hashes of everything that ever named them, and of their ids. */
  readonly names: readonly string[];
}

/**
 * Says how everything that tells of a record is found. Call it before the record's tombstones are written: those of
 * what was removed from it name it still.
 */
export async function planErasure(
  trx: Transaction<Tables>,
  jobId: string,
  entity: Entity,
  { teamId, identifiers }: Pick<LockedRecord, "teamId"> & { identifiers: readonly OwnedIdentifier[] },
  recordIds: readonly string[],
): Promise<Erasure> {
  const hashOf = await readIdentifierHash(trx);
  const words = [...identifiers, ...recordIds.map((value) => ({ kind: "id" as const, value }))];
  const { rows: removed } = await sql<{ hash: Buffer }>`
    select hash from tombstones where team_id = ${teamId} and record_id = any(${recordIds})`.execute(trx);
  const hashes = [...words.map((word) => hashOf(teamId, entity, word)), ...removed.map(({ hash }) => hash)];
  // While it was a part of another record, that one's receipts told of it.
  const { rows: undone } = await sql<ErasedRange & ErasedPart>`
    select m.survivor_id as "recordId", m.clock as "from", m.undone_clock as "to",
           m.seq as first, coalesce(m.last_seq, m.seq) as last
      from merges m
     where m.team_id = ${teamId} and m.restored_ids && ${recordIds} and m.undone_clock is not null`.execute(
    trx,
  );
  const own = recordIds.map((recordId) => ({ recordId, from: 0, to: Number.MAX_SAFE_INTEGER }));
  return {
    teamId,
    jobId,
    recordIds,
    ranges: [...own, ...withoutOverlaps(undone)],
    parts: undone.map(({ recordId, first, last }) => ({ recordId, first, last })),
    names: [...new Set(hashes.map(shortHash))],
  };
}

/** Gives ranges that hold the same, and nothing twice: however often a record was a part of another, each receipt is read once. */
export function withoutOverlaps(ranges: readonly ErasedRange[]): ErasedRange[] {
  const apart: ErasedRange[] = [];
  for (const { recordId, from, to } of ranges.toSorted(
    (a, b) => compare(a.recordId, b.recordId) || a.from - b.from,
  )) {
    const last = apart.at(-1);
    if (last?.recordId !== recordId || last.to < from) apart.push({ recordId, from, to });
    else if (last.to < to) apart.splice(-1, 1, { ...last, to });
  }
  return apart;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
