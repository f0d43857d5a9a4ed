import type { Database } from "@onefold/database";
import { Redis } from "ioredis";
import { sql } from "kysely";

/** Every row of every table of the database, of the records and of the queue, that matches; with the table's name. */
export async function rowsMatching(db: Database, pattern: RegExp): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)'`.execute(db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db);
    found.push(...rows.filter(({ row }) => pattern.test(row)).map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

/** Every key of a Redis whose name or value matches. */
export async function keysMatching(url: string, pattern: RegExp): Promise<string[]> {
  const redis = new Redis(url);
  try {
    const found: string[] = [];
    for (const key of await redis.keys("*")) {
      const value = JSON.stringify(await valueOf(redis, key));
      if (pattern.test(key) || pattern.test(value)) found.push(`${key}: ${value}`);
    }
    return found;
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case "hash":
      return redis.hgetall(key);
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return redis.smembers(key);
    case "zset":
      return redis.zrange(key, "0", "-1");
    case "stream":
      return redis.xrange(key, "-", "+");
    default:
      return redis.get(key);
  }
}
