import { ErrorDetail, FieldRejection } from "@onefold/contract";
import type { ConflictReason, Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { entityOfId } from "@onefold/identity";
import { sql } from "kysely";
import { z } from "zod";
import { askedRow } from "../commit/linked-items.ts";
import { loadDifferent } from "../merge/different-records.ts";
import { tablesOf } from "../rows/entity-tables.ts";

export interface ConflictsRequest {
  readonly limit: number;
  /** Only clashes with lower clocks. */
  readonly before?: number;
  readonly entity?: Entity;
  readonly reason?: ConflictReason;
}

export interface Clash {
  readonly clock: number;
  readonly jobId: string;
  readonly row: number;
  readonly keyId?: string;
  readonly reason: ConflictReason;
  readonly field: string;
  readonly value?: string;
}

/** Records that requests named together: live ones, that nobody noted as different. */
export interface RecordConflict {
  readonly entity: Entity;
  readonly ids: readonly string[];
  readonly clashes: readonly Clash[];
}

export interface ConflictPage {
  readonly conflicts: RecordConflict[];
  /** The clock before which to go on; absent at the end. */
  readonly next?: number;
}

/** How many receipts with clashes are looked at for a page, whatever their records are now. */
const LOOKED_MAX = 500;

interface ClashRow {
  clock: number;
  job_id: string;
  row: number;
  record_id: string | null;
  key_id: string | null;
  rejections: unknown;
  details: unknown;
}

/** A clash, and the records that it was between, by the ids that they had. */
interface Found extends Clash {
  readonly between: readonly string[];
}

/**
 * Lists records that requests named together and that were left apart, by pairs, newest first. The index `receipts_clash`
 * has the receipts of the kind alone, so it costs the same among millions. What was only tried is in no conflict. A pair whose clashes are on several pages is on each of them.
 */
export async function listConflicts(
  db: Database,
  teamId: string,
  { limit, before = Number.MAX_SAFE_INTEGER, entity, reason }: ConflictsRequest,
): Promise<ConflictPage> {
  const { rows } = await sql<ClashRow>`
    select r.clock, r.job_id, r."row", r.record_id, r.key_id,
           r.result -> 'fieldRejections' as rejections, r.result -> 'details' as details
      from receipts r
     where r.team_id = ${teamId} and r.clock < ${before}::bigint
       and ((r.record_id is not null and r.names is not null and r.result ->> 'dryRun' is null)
         or (r.record_id is null and r.result ->> 'code' = 'IDENTITY_CONFLICT'))
     order by r.clock desc limit ${LOOKED_MAX}`.execute(db);
  const tried = await loadTried(db, teamId, rows);
  const found = rows
    .filter((row) => row.record_id !== null || !tried.has(row.job_id))
    .flatMap(clashesIn)
    .filter((clash) => reason === undefined || clash.reason === reason);
  const live = await loadLive(db, teamId, [...new Set(found.flatMap(({ between }) => between))]);
  const isDifferent = await loadNoted(db, teamId, [...new Set(live.values())]);

  const pairs = new Map<string, { entity: Entity; ids: string[]; clashes: Clash[] }>();
  let last: number | undefined;
  for (const { between, ...clash } of found) {
    const ids = [...new Set(between.flatMap((id) => live.get(id) ?? []))];
    const of = entityOfId(ids[0] ?? "");
    // One that isn't there any more, and those that became one, are in no conflict.
    if (of === undefined || ids.length < between.length || (entity !== undefined && of !== entity)) continue;
    if (isDifferent(ids)) continue;
    const key = ids.toSorted().join(" ");
    const pair = pairs.get(key);
    if (pair) pair.clashes.push(clash);
    // The clashes of one receipt stay together.
    else if (pairs.size < limit || clash.clock === last)
      pairs.set(key, { entity: of, ids, clashes: [clash] });
    else return { conflicts: [...pairs.values()], ...(last !== undefined && { next: last }) };
    last = clash.clock;
  }
  const end = rows.length === LOOKED_MAX ? rows.at(-1)?.clock : undefined;
  return { conflicts: [...pairs.values()], ...(end !== undefined && { next: end }) };
}

const CLASHES: Readonly<Partial<Record<FieldRejection["reason"], ConflictReason>>> = {
  duplicate: "duplicate",
  limit: "limit",
  suspicious: "suspicious",
  placeholder: "placeholder",
};

function clashesIn(row: ClashRow): Found[] {
  const { clock, job_id: jobId, key_id: keyId, record_id: reached } = row;
  const around = { clock, jobId, row: askedRow(row.row), ...(keyId !== null && { keyId }) };
  if (reached === null) return refusedClash(row).map((clash) => ({ ...around, ...clash }));
  const rejections = z.array(FieldRejection).safeParse(row.rejections).data ?? [];
  return rejections.flatMap(({ field, reason: why, rejectedValue, conflictingRecordId: other }): Found[] => {
    const reason = CLASHES[why];
    const isOfNobody = reason === "placeholder";
    if (reason === undefined || (other === undefined && !isOfNobody)) return [];
    const between = other === undefined || other === reached ? [reached] : [reached, other];
    // That one record's own identifier is shared by many is no conflict of two.
    if (between.length === 1 && !isOfNobody) return [];
    const value = typeof rejectedValue === "string" ? { value: rejectedValue } : {};
    return [{ ...around, reason, field, ...value, between }];
  });
}

const ID = /\b(?:ctc|cpn)_[0-9A-Za-z]{17}\b/;

/** What was refused as a whole says in its details whose each identifier is. */
function refusedClash({ details }: ClashRow): Omit<Found, "clock" | "jobId" | "row">[] {
  const owned = (z.array(ErrorDetail).safeParse(details).data ?? []).flatMap(({ path, message }) => {
    const [owner] = ID.exec(message) ?? [];
    return owner === undefined ? [] : [{ field: path, owner }];
  });
  const [first] = owned;
  const others = new Map(owned.toReversed().map((each) => [each.owner, each]));
  if (!first) return [];
  others.delete(first.owner);
  return [...others.values()].map(({ field, owner }) => ({
    reason: "strict",
    field,
    between: [first.owner, owner],
  }));
}

/** Gives those of the jobs of refused clashes that only tried: what they refused doesn't say so itself. */
async function loadTried(
  db: Database,
  teamId: string,
  rows: readonly ClashRow[],
): Promise<ReadonlySet<string>> {
  const jobIds = [...new Set(rows.flatMap((row) => (row.record_id === null ? [row.job_id] : [])))];
  if (jobIds.length === 0) return new Set();
  const { rows: tried } = await sql<{ job_id: string }>`
    select job_id from jobs
     where team_id = ${teamId} and job_id = any(${jobIds}::text[]) and options ->> 'dryRun' = 'true'`.execute(
    db,
  );
  return new Set(tried.map((job) => job.job_id));
}

/** Gives the live record that each id leads to. One that leads nowhere is left out. */
async function loadLive(db: Database, teamId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const live = new Map<string, string>();
  for (const entity of ["contact", "company"] as const) {
    const own = ids.filter((id) => entityOfId(id) === entity);
    if (own.length === 0) continue;
    const { rows } = await sql<{ id: string; record_id: string }>`
      select n.id, r.record_id
        from unnest(${own}::text[]) n(id)
        left join retired_records t on t.team_id = ${teamId} and t.record_id = n.id collate "C"
        join ${sql.table(tablesOf(entity).records)} r
          on r.team_id = ${teamId} and r.record_id = coalesce(t.survivor_id, n.id) collate "C"`.execute(db);
    for (const { id, record_id } of rows) live.set(id, record_id);
  }
  return live;
}

/** Says of records whether they are noted as different. */
async function loadNoted(
  db: Database,
  teamId: string,
  ids: readonly string[],
): Promise<(ids: readonly string[]) => boolean> {
  const pairs = await loadDifferent(
    db,
    ids.map((id) => ({ team_id: teamId, record_id: id })),
  );
  const noted = new Set(pairs.map((pair) => pair.ids.toSorted().join(" ")));
  return (asked) => noted.has(asked.toSorted().join(" "));
}
