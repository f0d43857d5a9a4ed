import type { Database } from "@onefold/database";
import { createKey, createMember, createTeam } from "@onefold/records";
import type { Random } from "../../prove/random.ts";
import { createKnownValues } from "../known/known-values.ts";
import type { KnownValues } from "../known/known-values.ts";

export interface WorldKey {
  readonly keyId: string;
  readonly userId: string;
  readonly secret: string;
}

/** A team with its keys, and what requests did there. */
export interface World {
  readonly teamId: string;
  readonly known: KnownValues;
  /** Jobs that an answer told of, with how many rows it read where it said so. */
  readonly told: Map<string, number | undefined>;
  /** Answers of success that have no room for a job. */
  untold: number;
  /** Requests of which it isn't known whether they were accepted. */
  unknown: number;
  key(random: Random): WorldKey;
  /** Those that may not do everything. */
  scopedKey(random: Random): WorldKey;
  /** The key works no more: another one, of another member, takes its place. */
  replace(key: WorldKey): Promise<void>;
}

/** So many that a revoked one doesn't leave the others without work. */
const KEYS = 6;

export async function createWorld(db: Database, name: string): Promise<World> {
  const owner = { email: "owner@example.com", name: "Olga" };
  const { teamId, userId } = await createTeam(db, { name, owner });
  let members = 0;
  const newKey = async (): Promise<WorldKey> => {
    const email = `member${members++}@example.org`;
    const member = await createMember(db, teamId, { email, role: "member" });
    return await keyOf(db, teamId, member.userId);
  };
  const keys = await Promise.all(Array.from({ length: KEYS }, newKey));
  const scoped = await Promise.all(
    (["read", "ingest", "upload"] as const).map((scope) => keyOf(db, teamId, userId, [scope])),
  );
  const known = createKnownValues();
  known.add("usr", userId);
  return {
    teamId,
    known,
    told: new Map(),
    untold: 0,
    unknown: 0,
    key: (random) => pick(keys, random),
    scopedKey: (random) => pick(scoped, random),
    async replace(key) {
      const at = keys.indexOf(key);
      if (at >= 0) keys[at] = await newKey();
    },
  };
}

type Scopes = Parameters<typeof createKey>[1]["scopes"];

async function keyOf(db: Database, teamId: string, userId: string, scopes?: Scopes): Promise<WorldKey> {
  const { keyId, key } = await createKey(db, { teamId, userId, name: "fuzz", scopes });
  return { keyId, userId, secret: key };
}

function pick(keys: readonly WorldKey[], random: Random): WorldKey {
  const key = keys[random.below(keys.length)];
  if (!key) throw new Error("a team has keys");
  return key;
}

/** Whether a key has to work, by the database: it wasn't revoked or rotated, nor its member blocked. */
export async function isLive(
  db: Database,
  { teamId }: Pick<World, "teamId">,
  key: WorldKey,
): Promise<boolean> {
  const row = await db
    .selectFrom("api_keys")
    .innerJoin("users", (join) =>
      join.onRef("users.user_id", "=", "api_keys.user_id").onRef("users.team_id", "=", "api_keys.team_id"),
    )
    .where("api_keys.team_id", "=", teamId)
    .where("api_keys.key_id", "=", key.keyId)
    .where("api_keys.revoked_at", "is", null)
    .where("api_keys.rotated_at", "is", null)
    .where("users.blocked", "=", false)
    .select("api_keys.key_id")
    .executeTakeFirst();
  return row !== undefined;
}
