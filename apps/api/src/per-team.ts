import type { Config } from "./config.ts";

/**
 * Reads what is about several teams: in one go, or where the database is distributed a team at a time, so that each
 * statement goes to one machine.
 * @returns what each of the reads gave
 */
export async function perTeam<Name extends { readonly teamId: string }, T>(
  { DATABASE_DISTRIBUTED }: Pick<Config, "DATABASE_DISTRIBUTED">,
  names: readonly Name[],
  read: (some: readonly Name[]) => Promise<T>,
): Promise<T[]> {
  if (DATABASE_DISTRIBUTED === "0") return [await read(names)];
  const found: T[] = [];
  for (const ofTeam of Map.groupBy(names, ({ teamId }) => teamId).values()) found.push(await read(ofTeam));
  return found;
}
