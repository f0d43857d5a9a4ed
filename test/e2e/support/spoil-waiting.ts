import { Redis } from "ioredis";
import { sql } from "kysely";
import type { Stack } from "./stack.ts";

/** What stands before the names of a chunk's items that can't be read any more. */
export const SPOILT = "?";

/** Breaks the names of all chunks of single requests that wait, whichever store has them: a worker parks them. */
export async function spoilWaiting({ redis, db }: Stack): Promise<void> {
  if (!redis) {
    await sql`update "onefold_queue".job set name = ${SPOILT} || name where queue = 'interactive'`.execute(
      db,
    );
    return;
  }
  const client = new Redis(redis.url);
  for (const id of await client.lrange("onefold:interactive:wait", 0, -1)) {
    const key = `onefold:interactive:${id}`;
    await client.hset(key, "name", `${SPOILT}${await client.hget(key, "name")}`);
  }
  client.disconnect();
}
