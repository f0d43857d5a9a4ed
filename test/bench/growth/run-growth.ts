import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, migrate } from "@onefold/database";
import type { Database } from "@onefold/database";
import { startEmbeddedPostgres } from "@onefold/embedded";
import { sql } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import { seed } from "../reads/seed.ts";
import { choosePeople } from "./choose-people.ts";
import type { People } from "./choose-people.ts";
import { measureUpserts } from "./measure-upserts.ts";
import type { Cost } from "./measure-upserts.ts";
import type { GrowthOptions } from "./options.ts";

export interface GrowthBench {
  readonly options: GrowthOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** What upserts cost at one number of contacts, a value for each round. */
export interface GrowthColumn {
  readonly contacts: number;
  readonly ofNew: Cost[];
  readonly ofKnown: Cost[];
}

/** The data can be made again: nothing of it has to outlive a crash while it is loaded. */
const LOADING = { fsync: "off", full_page_writes: "off", max_wal_size: "8GB", autovacuum: "off" };

/** Fills the databases, starts their Postgres again as it is in use, and measures each of them in turn. */
export async function runGrowth(bench: GrowthBench): Promise<GrowthColumn[]> {
  const { options, signal, log } = bench;
  await using owned = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(options.folder ?? tmpdir(), "onefold-growth-"));
  owned.defer(() => rm(dataDir, { recursive: true, force: true }));
  const teams = new Map<number, string>();
  {
    await using loading = await startEmbeddedPostgres({ dataDir, settings: LOADING, signal });
    owned.defer(() => rm(loading.home, { recursive: true, force: true }));
    for (const contacts of options.contacts)
      teams.set(contacts, await fill(loading.url, contacts, (line) => log(`${contacts} contacts: ${line}`)));
  }
  const postgres = owned.use(await startEmbeddedPostgres({ dataDir, signal }));
  const measured: { column: GrowthColumn; db: Database; people: People }[] = [];
  for (const contacts of options.contacts) {
    const url = urlOf(postgres.url, contacts);
    const db = owned.adopt(createDatabase({ url, max: 2 }), (each) => each.destroy());
    const people = await choosePeople(db, { contacts, teamId: teams.get(contacts) ?? "" });
    measured.push({ column: { contacts, ofNew: [], ofKnown: [] }, db, people });
  }
  // The first round warms up.
  for (let round = 0; round <= options.rounds; round++)
    for (const { column, db, people } of measured)
      for (const [outcome, next, costs] of [
        ["updated", people.nextKnown, column.ofKnown],
        ["created", people.nextNew, column.ofNew],
      ] as const) {
        signal.throwIfAborted();
        const cost = await measureUpserts(db, { next, outcome, seconds: options.seconds });
        log(`${column.contacts} contacts, ${outcome}: ${cost.us.toFixed(0)} us an upsert`);
        if (round > 0) costs.push(cost);
      }
  return measured.map(({ column }) => column);
}

/** @returns the team that has nearly all of them */
async function fill(serverUrl: string, contacts: number, log: (line: string) => void): Promise<string> {
  await withDatabase(serverUrl, (db) => sql`create database ${sql.id(nameOf(contacts))}`.execute(db));
  // One connection, so that its settings hold for all that is loaded.
  const db = createDatabase({ url: urlOf(serverUrl, contacts), max: 1 });
  try {
    await migrate(db);
    const { teamId } = await seed(db, contacts, log);
    return teamId;
  } finally {
    await db.destroy();
  }
}

function nameOf(contacts: number): string {
  return `contacts_${contacts}`;
}

function urlOf(serverUrl: string, contacts: number): string {
  const url = new URL(serverUrl);
  url.pathname = `/${nameOf(contacts)}`;
  return url.href;
}
