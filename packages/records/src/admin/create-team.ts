import type { OnConflict } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { newId } from "@onefold/identity";
import { insertMember } from "./create-member.ts";

export interface NewTeam {
  readonly name: string;
  readonly owner: { readonly email: string; readonly name: string };
  /** What the team's upserts do when their identifiers name several records; `merge` by default. */
  readonly onConflict?: OnConflict;
}

/** Creates a team and its first member, the owner. */
export async function createTeam(
  db: Database,
  { name, owner, onConflict = "merge" }: NewTeam,
): Promise<{ teamId: string; userId: string }> {
  const teamId = newId("tea_");
  return db.transaction().execute(async (trx) => {
    const userId = newId("usr_");
    await trx
      .insertInto("teams")
      .values({ team_id: teamId, name, created_by: userId, on_conflict: onConflict })
      .execute();
    await insertMember(trx, { teamId, userId, ...owner, role: "owner" });
    return { teamId, userId };
  });
}
