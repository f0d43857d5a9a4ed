import type { Database } from "@onefold/database";

/** Every team of the deployment, oldest first. For the command line only: it crosses teams. */
export async function listTeams(
  db: Database,
): Promise<{ teamId: string; name: string; ownerId: string; createdAt: Date }[]> {
  const rows = await db.selectFrom("teams").selectAll().orderBy("created_at").orderBy("team_id").execute();
  return rows.map((row) => ({
    teamId: row.team_id,
    name: row.name,
    ownerId: row.created_by,
    createdAt: row.created_at,
  }));
}
