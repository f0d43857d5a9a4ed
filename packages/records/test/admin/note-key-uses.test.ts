import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { createKey, noteKeyUses } from "../../src/index.ts";
import { newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 4 });

test("of keys that somebody else holds nothing is noted, and nobody is waited for", async () => {
  const { teamId, userId } = await newTeam(db);
  const keys = [
    await createKey(db, { teamId, userId, name: "one" }),
    await createKey(db, { teamId, userId, name: "other" }),
  ].map(({ keyId }) => keyId);
  const used = async () => {
    const rows = await db
      .selectFrom("api_keys")
      .select(["key_id", "last_used_at"])
      .where("team_id", "=", teamId)
      .execute();
    return rows.flatMap(({ key_id, last_used_at }) => (last_used_at === null ? [] : [key_id]));
  };
  await db.transaction().execute(async (trx) => {
    await sql`select from api_keys where key_id = ${keys[0]} for no key update`.execute(trx);
    // One that waited would wait for this transaction, which waits for it.
    await db.transaction().execute(async (noting) => {
      await sql`set local lock_timeout = '1s'`.execute(noting);
      await noteKeyUses(noting, teamId, keys);
    });
    expect(await used()).toEqual([keys[1]]);
  });
  await noteKeyUses(db, teamId, keys);
  expect((await used()).toSorted()).toEqual(keys.toSorted());
});
