import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { sql } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import type { Stores } from "../stores.ts";

/** What the figures depend on: the machine, its disk and the versions. */
export async function describeMachine(
  stores: Pick<Stores, "folder" | "postgresUrl" | "redisUrl">,
): Promise<string[]> {
  const cores = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const fsyncs = fsyncsPerSecond(stores.folder);
  const versions = [
    `Node ${process.versions.node}`,
    `Postgres ${await postgresVersion(stores.postgresUrl)}`,
    ...(stores.redisUrl === undefined ? [] : [`Redis ${await redisVersion(stores.redisUrl)}`]),
    ...(await Promise.all(["bullmq", "pg-boss", "graphile-worker", "hono", "kysely"].map(packageVersion))),
  ];
  return [
    `Machine: ${cores.length} x ${cores[0]?.model ?? "unknown"}, ${memory}, ${fsyncs} fdatasync/s of 4 KiB`,
    `Versions: ${versions.join(", ")}`,
  ];
}

const FSYNC_MS = 500;

/** One after the other, as a log is written. */
function fsyncsPerSecond(folder: string): number {
  const file = openSync(join(folder, "fsync"), "w");
  const block = Buffer.alloc(4_096, 1);
  const startedAt = performance.now();
  let count = 0;
  try {
    for (; performance.now() - startedAt < FSYNC_MS; count++) {
      writeSync(file, block);
      fdatasyncSync(file);
    }
  } finally {
    closeSync(file);
  }
  return Math.round((count * 1_000) / (performance.now() - startedAt));
}

async function postgresVersion(url: string): Promise<string> {
  const { rows } = await withDatabase(url, (db) =>
    sql<{ version: string }>`select current_setting('server_version') as version`.execute(db),
  );
  return rows[0]?.version ?? "unknown";
}

async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    return /redis_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "unknown";
  } finally {
    redis.disconnect();
  }
}

async function packageVersion(name: string): Promise<string> {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  const version = /"version": *"([^"]+)"/.exec(await readFile(file, "utf8"))?.[1];
  return `${name} ${version ?? "unknown"}`;
}
