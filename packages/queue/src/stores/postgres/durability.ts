import type { Pool } from "pg";
import type { Problem } from "@onefold/contract";

/** What each setting must be so that a commit outlives a power loss. */
const WANTED: Record<string, readonly string[]> = {
  fsync: ["on"],
  full_page_writes: ["on"],
  // Our own sessions set it. A pooler in between may drop it.
  synchronous_commit: ["on", "remote_apply"],
};

/** Says what keeps this Postgres from holding acknowledged adds through a power loss. */
export async function postgresDurability(pool: Pool): Promise<Problem[]> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name = ANY($1)",
    [Object.keys(WANTED)],
  );
  return rows
    .filter(({ name, setting }) => WANTED[name]?.includes(setting) === false)
    .map(({ name, setting }) => ({
      what: `Postgres may lose queued chunks in a power loss: ${name} is ${setting}.`,
      fix: `Set ${name} = on in postgresql.conf and reload; or set DURABILITY=relaxed.`,
    }));
}
