import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Selectable, Transaction } from "kysely";
import { z } from "zod";
import { dropCopies } from "../dry-run/drop-shadow.ts";
import { dropAttempts } from "../webhooks/write-attempts.ts";
import type { ErasedPart, ErasedRange, Erasure } from "./erasure.ts";
import { inRounds } from "../transactions/in-rounds.ts";
import type { Stoppable } from "../transactions/stoppable.ts";
import { takeFirst } from "../transactions/take-first.ts";
import type { Step } from "../transactions/in-rounds.ts";
import { stripReceipts } from "./strip-receipts.ts";
import type { Position } from "./strip-receipts.ts";

/** How many receipts one transaction strips. */
const STRIPPED_AT_ONCE = 1_000;

/**
 * Goes on with the erasures that aren't through. It goes in rounds over the traces of their records, since a commit
 * that was under way when its record was deleted may have left a receipt, or a copy for a dry run that others have read
 * from. Every worker does this again and again. If no erasure is open, it costs a look into an empty table.
 * @returns how many it finished
 */
export async function continueErasures(db: Database, stoppable: Stoppable = {}): Promise<number> {
  return await inRounds(db, goOn, stoppable);
}

async function goOn(trx: Transaction<Tables>): Promise<Step> {
  const open = await takeOpen(trx);
  if (!open) return "nothing";
  const { erasure, position, changedBefore, deletedAt } = open;
  const { teamId, recordIds } = erasure;
  const copies = position ? false : await dropCopies(trx, teamId, recordIds);
  const attempts = position ? false : await dropAttempts(trx, erasure, deletedAt);
  const { changed, next } = await stripReceipts(
    trx,
    erasure,
    position ?? { range: 0, clock: 0 },
    STRIPPED_AT_ONCE,
  );
  const hasChanged = changed || copies || attempts;
  const its = sql`team_id = ${erasure.teamId} and job_id = ${erasure.jobId}`;
  if (!next && !hasChanged && !changedBefore) {
    await sql`delete from erasures where ${its}`.execute(trx);
    return "last";
  }
  await sql`
    update erasures
       set position = ${next ? JSON.stringify(next) : null}::json,
           changed = ${next !== undefined && (hasChanged || changedBefore)}
           ${hasChanged ? sql`, since = pg_current_xact_id()` : sql``}
     where ${its}`.execute(trx);
  return "part";
}

interface OpenErasure {
  readonly erasure: Erasure;
  readonly position: Position | undefined;
  /** Whether this round has changed something before. */
  readonly changedBefore: boolean;
  readonly deletedAt: Date;
}

type ErasureRow = Omit<Selectable<Tables["erasures"]>, "since">;

/** Takes an open erasure. One that begins a round goes before one in the middle of a long round. */
async function takeOpen(trx: Transaction<Tables>): Promise<OpenErasure | undefined> {
  const row = await takeFirst<ErasureRow>(trx, (isOpen, limit) => ({
    keys: sql`
      select team_id, job_id from erasures
       where ${isOpen} order by position is not null, created_at ${limit}`,
    take: ({ team_id, job_id }) => sql`
      select team_id, job_id, record_ids, ranges, parts, names::text[] as names, position, changed, created_at
        from erasures
       where team_id = ${team_id} and job_id = ${job_id} and ${isOpen} for update skip locked`,
  }));
  if (!row) return undefined;
  const erasure: Erasure = {
    teamId: row.team_id,
    jobId: row.job_id,
    recordIds: row.record_ids,
    ranges: Ranges.parse(row.ranges),
    parts: Parts.parse(row.parts),
    names: row.names,
  };
  const position = row.position === null ? undefined : Place.parse(row.position);
  return {
    erasure,
    position,
    changedBefore: position !== undefined && row.changed,
    deletedAt: row.created_at,
  };
}

const Ranges: z.ZodType<ErasedRange[]> = z.array(
  z.object({ recordId: z.string(), from: z.number(), to: z.number() }),
);
/** A process of an earlier version notes none. */
const Parts: z.ZodType<readonly ErasedPart[]> = z
  .array(z.object({ recordId: z.string(), first: z.number(), last: z.number() }))
  .nullable()
  .transform((parts) => parts ?? []);
const Place: z.ZodType<Position> = z.object({ range: z.number(), clock: z.number() });
