import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { commitOnce, createTeam } from "@onefold/records";
import { sql } from "kysely";
import { startPostgres } from "../../support/start-postgres.ts";
import { buildItems } from "../ceiling/build-items.ts";
import type { Author } from "../ceiling/build-items.ts";
import type { EventBenchOptions } from "./options.ts";

/** What the feed's statement was of a measurement, from 0 to 1. */
interface Shares {
  /** Of Postgres' time for statements: planning and execution. */
  readonly postgres: number;
  readonly wal: number;
  /** Of that time and this process' CPU time. What this process does for the feed is in the whole, not in the part. */
  readonly both: number;
}

/** The rounds of a size. */
export interface MeasuredSize {
  readonly size: number;
  readonly shares: Shares[];
}

interface Run {
  readonly options: EventBenchOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** Commits made-up people in parts of each size, in turn. */
export async function runEvents({ options, signal, log }: Run): Promise<MeasuredSize[]> {
  await using postgres = await startPostgres({
    shared_preload_libraries: "pg_stat_statements",
    "pg_stat_statements.track_planning": "on",
  });
  const db = createDatabase({ url: await postgres.createDatabase(), max: 2 });
  try {
    await sql`create extension pg_stat_statements`.execute(db);
    const owner = { email: "owner@example.com", name: "Olga" };
    const author = await createTeam(db, { name: "Bench", onConflict: "prefer", owner });
    const commit = committer(db, author);
    const measured = options.sizes.map((size): MeasuredSize => ({ size, shares: [] }));
    for (let round = 0; round <= options.rounds; round += 1)
      for (const { size, shares } of measured) {
        signal.throwIfAborted();
        const items = size === 1 ? options.items / 4 : options.items;
        const share = await sharesOf(db, () => commit(size, Math.ceil(items / size)));
        // The first warms up what the others find warm.
        if (round > 0) shares.push(share);
        log(`round ${round} of ${options.rounds}: commits of ${size}`);
      }
    return measured;
  } finally {
    await db.destroy();
  }
}

function committer(db: Database, author: Author) {
  let row = 0;
  return async (size: number, times: number) => {
    for (let i = 0; i < times; i += 1) {
      await commitOnce(db, buildItems(author, "usual", row, size));
      row += size;
    }
  };
}

async function sharesOf(db: Database, work: () => Promise<void>): Promise<Shares> {
  await sql`select pg_stat_statements_reset()`.execute(db);
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const { rows } = await sql<{ isFeed: boolean; ms: number; wal: number }>`
    select query like '%insert into changes (%' as "isFeed",
           sum(total_plan_time + total_exec_time) as ms, sum(wal_bytes)::float8 as wal
      from pg_stat_statements
     where dbid = (select oid from pg_database where datname = current_database())
     group by 1`.execute(db);
  const total = (name: "ms" | "wal") => rows.reduce((sum, row) => sum + row[name], 0);
  const feed = rows.find(({ isFeed }) => isFeed);
  if (!feed) throw new Error("The feed's statement was not seen.");
  return {
    postgres: feed.ms / total("ms"),
    wal: feed.wal / total("wal"),
    both: feed.ms / (total("ms") + (user + system) / 1_000),
  };
}
