import { join } from "node:path";
import { createDatabase } from "@onefold/database";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { BulkBench } from "./bulk-bench.ts";
import { countRecords } from "./count-records.ts";
import type { RecordCounts } from "./count-records.ts";
import { stageRows, STAGING } from "./stage-rows.ts";
import type { Staged } from "./stage-rows.ts";
import { upsertStaged } from "./upsert-staged.ts";

/** What plain SQL needs for the same rows. */
export interface Ceiling {
  /** Only the good ones. */
  readonly rows: number;
  readonly copyMs: number;
  readonly upsertMs: number;
  readonly made: RecordCounts;
}

export interface Ceilings {
  /** Contacts and their identifiers. */
  readonly records: Ceiling;
  /** And a receipt for each row. */
  readonly withReceipts: Ceiling;
}

/** The rows by COPY and one statement, each on a new database. */
export async function measureCeilings(
  bench: BulkBench,
  file: { readonly rows: number; readonly seed: number },
): Promise<Ceilings> {
  const path = join(bench.stores.folder, "staged.txt");
  const staged = await stageRows(path, file);
  bench.log(`ceiling: ${staged.rows} rows to copy, ${Math.round(staged.bytes / 1e6)} MB`);
  const records = await measure(bench, path, staged, false);
  bench.log(`ceiling: COPY ${seconds(records.copyMs)}, upsert ${seconds(records.upsertMs)}`);
  const withReceipts = await measure(bench, path, staged, true);
  bench.log(
    `ceiling with receipts: COPY ${seconds(withReceipts.copyMs)}, upsert ${seconds(withReceipts.upsertMs)}`,
  );
  return { records, withReceipts };
}

async function measure(
  { stores, signal }: BulkBench,
  path: string,
  { rows }: Staged,
  withReceipts: boolean,
): Promise<Ceiling> {
  signal.throwIfAborted();
  const team = await stores.createTeam();
  await using owned = new AsyncDisposableStack();
  const db = owned.adopt(createDatabase({ url: team.databaseUrl, max: 2 }), (each) => each.destroy());
  await prepare(db);
  const startedAt = performance.now();
  const copiedAt = await endedBy(signal, db, (trx) => copy(trx, path));
  await endedBy(signal, db, (trx) => upsertStaged(trx, team, withReceipts));
  const endedAt = performance.now();
  return {
    rows,
    copyMs: copiedAt - startedAt,
    upsertMs: endedAt - copiedAt,
    made: await countRecords(team),
  };
}

async function prepare(db: Database): Promise<void> {
  await sql`create table staging (${sql.raw(STAGING)})`.execute(db);
  // Values of two rows about one person: the later one's win.
  await sql`create aggregate jsonb_joined(jsonb) (sfunc = jsonb_concat, stype = jsonb)`.execute(db);
}

async function copy(trx: Transaction<Tables>, path: string): Promise<number> {
  await sql`copy staging from ${sql.lit(path)}`.execute(trx);
  await sql`analyze staging`.execute(trx);
  return performance.now();
}

/** Runs a transaction whose statement, however long, is cancelled where the bench is stopped. */
async function endedBy<Result>(
  signal: AbortSignal,
  db: Database,
  run: (trx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (trx) => {
    await sql`set local work_mem = '256MB'`.execute(trx);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    const cancel = () => {
      sql`select pg_cancel_backend(${rows[0]?.pid ?? 0})`.execute(db).catch(() => {});
    };
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await run(trx);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  });
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
