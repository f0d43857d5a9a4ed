import { sql } from "kysely";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitOnce, createField, createKey, createTeam, maintainReceipts } from "@onefold/records";
import type { Database } from "@onefold/database";
import { startPostgres } from "../support/start-postgres.ts";
import { startRedisCluster } from "../support/start-redis-cluster.ts";
import { startRedis } from "../support/start-redis.ts";
import { withDatabase } from "../support/with-database.ts";
import { companyOf, itemOf } from "./ceiling/build-items.ts";
import type { Author } from "./ceiling/build-items.ts";
import type { Mix } from "./mixes.ts";
import type { BackendName } from "./options.ts";
import { COMPANIES, CUSTOM_FIELDS, domainOf, KNOWN_PEOPLE, knownRow } from "./rows.ts";

export interface Stores extends AsyncDisposable {
  /** What the loads are about; the known people are there for it. */
  readonly mix: Mix;
  readonly author: Author;
  readonly apiKey: string;
  /** Only where it was asked for. */
  readonly redisUrl: string | undefined;
  readonly redisClusterUrl: string | undefined;
  /** Of the server, for what concerns no single database. */
  readonly postgresUrl: string;
  /** Where the stores' own folders lie. */
  readonly folder: string;
  /** A database of one's own with the known people in it, the same for everybody. */
  createDatabase(): Promise<string>;
}

/** Postgres with fsync, and Redis that writes each command to disk, in temporary folders and on free ports. */
export async function startStores({
  backends,
  mix = "usual",
}: {
  readonly backends: readonly BackendName[];
  readonly mix?: Mix;
}): Promise<Stores> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "onefold-bench-"));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = starting.use(await startPostgres());
  const always = { appendfsync: "always" } as const;
  const redis = backends.includes("redis") ? starting.use(await startRedis(always)) : undefined;
  const cluster = backends.includes("redis-cluster")
    ? starting.use(await startRedisCluster(always))
    : undefined;
  const seededUrl = await postgres.createDatabase();
  const seeded = await withDatabase(seededUrl, (db) => seed(db, mix));
  const lifetime = starting.move();
  let copies = 0;
  return {
    ...seeded,
    mix,
    folder,
    postgresUrl: postgres.url,
    redisUrl: redis?.url,
    redisClusterUrl: cluster?.url,
    async createDatabase() {
      const url = new URL(seededUrl);
      const template = url.pathname.slice(1);
      const name = `bench_${++copies}`;
      await withDatabase(postgres.url, (db) =>
        sql`create database ${sql.id(name)} template ${sql.id(template)}`.execute(db),
      );
      url.pathname = `/${name}`;
      return url.href;
    },
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

const SEED_BATCH = 1_000;

async function seed(db: Database, mix: Mix): Promise<{ author: Author; apiKey: string }> {
  const owner = { email: "owner@example.com", name: "Olga" };
  const author = await createTeam(db, { name: "Bench", owner });
  const { key } = await createKey(db, { ...author, name: "bench" });
  await maintainReceipts(db, { retentionDays: 30 });
  if (mix === "links") await seedCompanies(db, author);
  for (let first = 0; first < KNOWN_PEOPLE; first += SEED_BATCH) {
    const people = Array.from({ length: SEED_BATCH }, (_, index) =>
      itemOf(author, knownRow(mix, first + index)),
    );
    await commitOnce(db, people);
  }
  await sql`vacuum analyze`.execute(db);
  return { author, apiKey: key };
}

async function seedCompanies(db: Database, author: Author): Promise<void> {
  for (const field of CUSTOM_FIELDS) await createField(db, author.teamId, { entity: "contact", ...field });
  await commitOnce(
    db,
    Array.from({ length: COMPANIES }, (_, company) => companyOf(author, domainOf(company))),
  );
}
