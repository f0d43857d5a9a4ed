import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { highestClock } from "../reads/highest-clock.ts";
import { readWatermark } from "../watermark/read-watermark.ts";
import type { Watermark } from "../watermark/watermark.ts";
import { createFindings } from "./findings.ts";
import type { Findings } from "./findings.ts";
import { inSnapshot } from "./in-snapshot.ts";
import { findKeptFrom } from "./kept-from.ts";
import { ofTeam } from "./of-team.ts";
import { verifyIdentifiers } from "./verify-identifiers.ts";
import { verifyJobs } from "./verify-jobs.ts";
import { verifyKeys } from "./verify-keys.ts";
import { verifyPrimaries } from "./verify-primaries.ts";
import { verifyReceipts } from "./verify-receipts.ts";
import { verifyRetiredIds } from "./verify-retired-ids.ts";
import { verifySurvivors } from "./verify-survivors.ts";
import type { Judged, Unjudged, Verifying } from "./verifying.ts";

export interface VerifyOptions {
  /** What was accepted since then is judged: within so many milliseconds, or after a time. */
  readonly since: { readonly agoMs: number } | { readonly at: number };
  /** An accepted item should have its receipt after so many milliseconds, and a job its end. */
  readonly dueMs: number;
  /** One team's; all teams' where absent. */
  readonly teamId?: string | undefined;
  /** How many of each kind are listed. */
  readonly shown: number;
  /** Told now and then what is looked at, and how many of it so far. Throws to stop. */
  looked?(at: string, soFar: number): void;
}

export interface Verified {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Where that is longer ago than receipts are kept: from when on they are. */
  readonly keptFrom: number | undefined;
  /** As it was noted when this began. */
  readonly watermark: Watermark | undefined;
  readonly found: Findings;
  /** Items of the time that are told as lost, with an alarm: a loss, and no silent one. */
  readonly toldLost: number;
  readonly judged: Readonly<Judged>;
  readonly unjudged: Readonly<Unjudged>;
}

/**
 * Recomputes from what is stored what the guarantees promise, on a deployment that goes on meanwhile. It reads page by
 * page, each at a state of its own, and changes nothing. What it can't judge it says, and counts as nothing wrong.
 */
export async function verify(
  db: Database,
  { since: asked, dueMs, teamId, shown, looked = () => {} }: VerifyOptions,
): Promise<Verified> {
  const { now, until, keptFrom, watermark } = await inSnapshot(db, async (trx) => ({
    now: await databaseTime(trx),
    until: await highestClock(trx),
    keptFrom: await findKeptFrom(trx),
    watermark: await readWatermark(trx),
  }));
  const since = Math.max(0, "at" in asked ? asked.at : now - asked.agoMs);
  const verifying: Verifying = {
    db,
    since: since * 1_000,
    until,
    teamId,
    dueMs,
    shown,
    keptFrom,
    findings: createFindings(shown),
    judged: { ...NOTHING_JUDGED },
    unjudged: { ...NOTHING_UNJUDGED },
    looked,
  };
  await verifyJobs(verifying);
  await verifyKeys(verifying);
  await verifyReceipts(verifying);
  await verifyIdentifiers(verifying);
  const records = await verifyPrimaries(verifying);
  await verifyRetiredIds(verifying);
  await verifySurvivors(verifying);
  const { findings, judged, unjudged } = verifying;
  unjudged.recordsBefore = Math.max(0, records - judged.records - unjudged.recordsTooLong);
  const toldLost = await countLost(db, since, teamId);
  return {
    since,
    keptFrom: since * 1_000 < keptFrom ? keptFrom / 1_000 : undefined,
    watermark,
    found: findings.all(),
    toldLost,
    judged,
    unjudged,
  };
}

const NOTHING_JUDGED: Judged = {
  receipts: 0,
  records: 0,
  fields: 0,
  identifiers: 0,
  retiredIds: 0,
  jobs: 0,
  idempotencyKeys: 0,
};

const NOTHING_UNJUDGED: Unjudged = {
  recordsBefore: 0,
  recordsTooLong: 0,
  fieldsPastRetention: 0,
  fieldsUntold: 0,
  jobsPastRetention: 0,
  keysPastRetention: 0,
  receiptsErased: 0,
  itemsQueued: 0,
};

async function databaseTime(trx: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(trx);
  return rows[0]?.now.getTime() ?? 0;
}

/** Only they have the clock 0. */
async function countLost(db: Database, since: number, teamId: string | undefined): Promise<number> {
  const { rows } = await inSnapshot(db, (trx) =>
    sql<{ lost: number }>`
      select count(*)::int as lost from receipts
       where clock = 0 and finished_at > ${new Date(since)}
         and ${ofTeam(teamId)}`.execute(trx),
  );
  return rows[0]?.lost ?? 0;
}
