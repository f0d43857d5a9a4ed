import type { Database } from "@onefold/database";
import { AdminError, createKey, createTeam, findKey, hashKey, listTeams } from "@onefold/records";
import { CliError } from "../cli-error.ts";
import { keepKey, readKeptKey } from "../folder-files.ts";

/**
 * Gives an API key to show: ONEFOLD_API_KEY, the one of the last start, or a new one. It belongs to the oldest team,
 * which is made here if there is none.
 * @throws CliError where ONEFOLD_API_KEY can't be a key
 */
export async function ensureKey(db: Database, folder: string, preset: string | undefined): Promise<string> {
  const key = preset === undefined ? await useKept(db, folder) : await usePreset(db, preset);
  await keepKey(folder, key);
  return key;
}

async function usePreset(db: Database, preset: string): Promise<string> {
  if (await isKnown(db, preset)) return preset;
  try {
    return await register(db, preset);
  } catch (cause) {
    if (!(cause instanceof AdminError)) throw cause;
    throw new CliError(`ONEFOLD_API_KEY can't be used: ${cause.message}`, { cause });
  }
}

async function useKept(db: Database, folder: string): Promise<string> {
  const kept = await readKeptKey(folder);
  if (kept === undefined) return register(db);
  if (await isKnown(db, kept)) return kept;
  try {
    // The database is another one than last time.
    return await register(db, kept);
  } catch (error) {
    // The key was revoked since.
    if (error instanceof AdminError) return register(db);
    throw error;
  }
}

async function isKnown(db: Database, key: string): Promise<boolean> {
  return (await findKey(db, hashKey(key))) !== undefined;
}

async function register(db: Database, key?: string): Promise<string> {
  const { teamId, userId } = await ensureTeam(db);
  const created = await createKey(db, {
    teamId,
    userId,
    name: "onefold dev",
    ...(key !== undefined && { key }),
  });
  return created.key;
}

async function ensureTeam(db: Database): Promise<{ teamId: string; userId: string }> {
  const [team] = await listTeams(db);
  if (team !== undefined) return { teamId: team.teamId, userId: team.ownerId };
  return createTeam(db, { name: "My team", owner: { email: "owner@example.com", name: "Owner" } });
}
