import { sql } from "kysely";
import type { Database } from "../create-database.ts";
import type { Identity, Sight } from "./standing.ts";

/** Names what a server has. Every role may ask for it. */
const identity = sql`
  (select system_identifier::text from pg_control_system()) as "systemId", current_database() as database`;

/**
 * Writes a beat to the primary.
 * @param beatMs when it is sent, by this process's monotonic clock: what shows it has all that was committed before
 * @returns what the primary is; undefined where this process hasn't announced itself yet
 */
export async function beatOn(
  primary: Database,
  processId: string,
  beatMs: number,
): Promise<Identity | undefined> {
  const { rows } = await sql<Identity>`
    update processes set beat_ms = ${beatMs} where process_id = ${processId} returning ${identity}`.execute(
    primary,
  );
  return rows[0];
}

/** Looks at what should be a replica of the primary: what it is, and which beat it shows. */
export async function lookAt(
  replica: Database,
  processId: string,
  primary: Identity | undefined,
): Promise<{ sight: Sight; beatMs?: number | undefined }> {
  const found = await sql<Identity & { isStandby: boolean }>`
    select pg_is_in_recovery() as "isStandby", ${identity}`.execute(replica);
  const [row] = found.rows;
  if (!row) return { sight: { kind: "absent", why: "no answer" } };
  const sight: Sight = { kind: "present", ...row };
  const isOurs = row.isStandby && row.systemId === primary?.systemId && row.database === primary.database;
  return isOurs ? { sight, beatMs: await readBeat(replica, processId) } : { sight };
}

async function readBeat(replica: Database, processId: string): Promise<number | undefined> {
  try {
    const { rows } = await sql<{ beat_ms: number | null }>`
      select beat_ms from processes where process_id = ${processId}`.execute(replica);
    return rows[0]?.beat_ms ?? undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A replica that hasn't replayed a migration yet lacks the table or the column (42P01, 42703). */
function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "42P01" || error.code === "42703");
}
