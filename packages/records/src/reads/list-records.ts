import type { Entity, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { readSnapshots } from "./read-snapshots.ts";
import { findNamed } from "./find-named.ts";
import type { Position, RecordFilter, SortOrder } from "./record-filter.ts";
import { positionAhead } from "./position-ahead.ts";
import { stagesOf } from "./stages.ts";
import type { Stage, StageBounds } from "./stage.ts";

export interface ListRequest {
  readonly filter: RecordFilter;
  readonly sortOrder?: SortOrder | undefined;
  readonly limit: number;
  /** Where the last page ended. `offset` counts from there. */
  readonly after?: Position;
  readonly offset?: number;
}

export interface RecordPage {
  readonly records: RecordSnapshot[];
  /** Where to go on; absent at the end. */
  readonly next?: Position;
  /** Set if the page was given up before the offset was reached. Pages by position go that far. */
  readonly isTooFar?: true;
}

/**
 * Gives a page of a team's records. Pages by position stay what they are while records are added: a record that was
 * there at the start comes up exactly once. A page can be shorter than its limit with more to come. It is if its
 * records are large (`PAGE_MAX_BYTES`).
 */
export async function listRecords(
  db: Database,
  teamId: string,
  entity: Entity,
  { filter, sortOrder, limit, after, offset = 0 }: ListRequest,
): Promise<RecordPage> {
  if (filter.kind === "named") {
    const recordId = offset === 0 && !after && (await findNamed(db, teamId, entity, filter));
    if (!recordId) return { records: [] };
    const { records } = await readSnapshots(db, teamId, entity, [recordId]);
    return { records };
  }
  const stages = await stagesOf(db, teamId, entity, filter, sortOrder);
  // A search skips by walking, since it runs through stages. Otherwise the index skips.
  const [walked, skipped] = filter.kind === "search" ? [offset, 0] : [0, offset];
  const wanted = walked + limit + 1;
  const { found, unfinished } = await walk(db, stages, { after, wanted, skipped });
  // Where nothing was found, not even all that is to be skipped may have been passed, and a position can't say so.
  if (unfinished && skipped > 0 && found.length === 0) return { records: [], isTooFar: true };
  const page = found.slice(walked, walked + limit);
  const { records, through } = await readSnapshots(
    db,
    teamId,
    entity,
    page.map(({ recordId }) => recordId),
  );
  const isWhole = through === page.length;
  const next = !isWhole ? page[through - 1] : found.length === wanted ? page.at(-1) : unfinished;
  return { records, ...(next && { next }) };
}

interface Walk {
  /** At most as many as were wanted. */
  readonly found: Position[];
  /** Where it was given up before its end. */
  readonly unfinished?: Position;
}

/**
 * The most rows of a stage that a page by position looks at. After an e-mail stage with many matches, a name stage may
 * have as many in a row that were shown before. Without a position such a walk needs no bound, as no more can have been
 * shown than the caller's limit and offset allow.
 */
const PASSED_MAX = 5_000;

async function walk(
  db: Database,
  stages: readonly Stage[],
  { after, wanted, skipped }: { after: Position | undefined; wanted: number; skipped: number },
): Promise<Walk> {
  const found: Position[] = [];
  for (const [number, stage] of stages.entries()) {
    if (number < (after?.stage ?? 0)) continue;
    const bounds: StageBounds = { after: after?.stage === number ? after : undefined };
    const mayPass = stage.sifts || (stage.repeats && after !== undefined);
    const upTo = mayPass ? await positionAhead(db, stage, bounds, PASSED_MAX) : undefined;
    const missing = wanted - found.length;
    const { rows } = await sql<KeyRow>`
      ${stage.rows({ ...bounds, upTo, limit: missing + skipped })} order by ${stage.order} limit ${missing} offset ${skipped}`.execute(
      db,
    );
    for (const row of rows) found.push({ stage: number, key: row.key, recordId: row.record_id });
    if (found.length === wanted) return { found };
    if (upTo) return { found, unfinished: { stage: number, ...upTo } };
  }
  return { found };
}

interface KeyRow {
  key: string | number;
  record_id: string;
}
