import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { findNamed } from "./find-named.ts";
import { positionAhead } from "./position-ahead.ts";
import type { RecordFilter } from "./record-filter.ts";
import { stagesOf } from "./stages.ts";
import type { Stage, StagePosition } from "./stage.ts";

/** A total is counted up to here. */
const EXACT_TOTAL_MAX = 10_000;

/** So many rows are sifted for an estimate: one more than a total is counted up to. */
const SIFTED = EXACT_TOTAL_MAX + 1;

/** The rows that an estimate by sifting stands for are counted up to here. It costs less than to sift. */
const SIFTABLE_COUNT_MAX = 100_000;

export interface RecordCount {
  readonly total: number;
  /** Whether it is an estimate, by Postgres' planner or by the first of the rows that would have to be sifted. */
  readonly isEstimate: boolean;
}

/** Counts the team's records that the filter lets through: exactly to 10,000, then about. */
export async function countRecords(
  db: Database,
  teamId: string,
  entity: Entity,
  filter: RecordFilter,
): Promise<RecordCount> {
  if (filter.kind === "named") {
    const found = await findNamed(db, teamId, entity, filter);
    return { total: found === undefined ? 0 : 1, isEstimate: false };
  }
  const stages = await stagesOf(db, teamId, entity, filter);
  const [sifting] = stages.filter(({ sifts }) => sifts);
  // What is looked at one by one is looked at only so far. Among the others as much is found.
  const upTo = sifting && (await positionAhead(db, sifting, {}, SIFTED));
  const total = await countUpTo(db, stages, EXACT_TOTAL_MAX + 1, upTo);
  if (upTo) {
    const siftable = [{ ...sifting, rows: sifting.passed }];
    const counted = await countUpTo(db, siftable, SIFTABLE_COUNT_MAX);
    const rows = counted < SIFTABLE_COUNT_MAX ? counted : Math.max(counted, await estimate(db, siftable));
    return { total: Math.round((total * rows) / SIFTED), isEstimate: true };
  }
  if (total <= EXACT_TOTAL_MAX) return { total, isEstimate: false };
  return { total: Math.max(total, await estimate(db, stages)), isEstimate: true };
}

async function countUpTo(
  db: Database,
  stages: readonly Stage[],
  max: number,
  upTo?: StagePosition,
): Promise<number> {
  let total = 0;
  for (const stage of stages) {
    if (total >= max) break;
    // The order is that of its index, so that the index is read.
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from (${stage.rows({ upTo, limit: max - total })} order by ${stage.order} limit ${max - total}) c`.execute(
      db,
    );
    total += rows[0]?.n ?? 0;
  }
  return total;
}

/** Estimates a total. The stages of a search overlap, so the largest of them is nearer to the truth than their sum. */
async function estimate(db: Database, stages: readonly Stage[]): Promise<number> {
  const estimates: number[] = [];
  for (const stage of stages) {
    const { rows } = await sql<{ "QUERY PLAN": unknown }>`explain (format json) ${stage.passed()}`.execute(
      db,
    );
    estimates.push(plannedRows(rows[0]?.["QUERY PLAN"]));
  }
  return Math.max(0, ...estimates);
}

function plannedRows(plan: unknown): number {
  const top: unknown = Array.isArray(plan) ? plan[0] : undefined;
  const rows = property(property(top, "Plan"), "Plan Rows");
  return typeof rows === "number" ? rows : 0;
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
