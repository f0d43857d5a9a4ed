import type { OnConflict } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { createKey, createMember, createTeam } from "@onefold/records";

export interface NewTeam {
  readonly onConflict: OnConflict;
}

export interface TeamWithKey {
  readonly teamId: string;
  /** Whom the key acts as. */
  readonly userId: string;
  readonly key: string;
  /** Another member, who can own records too. */
  readonly otherOwner: { readonly userId: string; readonly email: string };
}

/** Makes a team with two members and a key that may do everything. */
export async function createTeamWithKey(db: Database, { onConflict }: NewTeam): Promise<TeamWithKey> {
  const owner = { email: "owner@example.com", name: "Olga" };
  const { teamId, userId } = await createTeam(db, { name: "Prove", onConflict, owner });
  const { key } = await createKey(db, { teamId, userId, name: "prove" });
  const otherOwner = await createMember(db, teamId, {
    email: "other@example.com",
    name: "Otto",
    role: "member",
  });
  return { teamId, userId, key, otherOwner };
}
