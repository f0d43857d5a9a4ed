import { searchKey } from "@onefold/identity";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { until } from "../../../../test/e2e/support/until.ts";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { UNSEEN } from "../../src/admin/respell-search-keys.ts";
import { respellIdentifiers } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 8 });
const team = await newTeam(db);
let people = 0;

/** A contact whose keys are as they were written before: with what isn't seen. */
async function outdated(firstName: string, lastName: string): Promise<string> {
  const identifiers = [email(`p${++people}@example.com`)];
  const { outcomes } = await commitItems(db, [team.item({ identifiers, set: { firstName, lastName } })]);
  const result = outcomes[0]?.result;
  if (!result || result.outcome === "rejected") throw new Error(JSON.stringify(result));
  const { recordId } = result.record;
  const [name, last] = [`${firstName} ${lastName}`.toLowerCase(), lastName.toLowerCase()];
  await sql`update contacts set name_key = ${name}, last_name_key = ${last} where record_id = ${recordId}`.execute(
    db,
  );
  return recordId;
}

async function keysOf(recordId: string) {
  const { rows } = await sql<{ name_key: string | null; last_name_key: string | null }>`
    select name_key, last_name_key from contacts where record_id = ${recordId}`.execute(db);
  return rows[0];
}

const respell = (lookedAtOnce = 20_000) => respellIdentifiers(db, { again: true, lookedAtOnce });

test("keys with what isn't seen are written anew, of each entity and column, and no others", async () => {
  const identifiers = [{ kind: "domain", value: "acme.example" } as const];
  await commitItems(db, [team.item({ entity: "company", identifiers, set: { name: "Ac\u200bme" } })]);
  await sql`update companies set name_key = ${"ac\u200bme"}`.execute(db);
  const ids = [
    await outdated("Ja\u200dne", "Doe"),
    await outdated("Jane", "D\u00adoe"),
    await outdated("J", "\u3164"),
  ];
  const plain = await outdated("jim", "beam");
  await sql`update contacts set name_key = 'kept' where record_id = ${plain}`.execute(db);
  await respell(2);
  expect(await Promise.all(ids.map(keysOf))).toEqual([
    { name_key: "jane doe", last_name_key: "doe" },
    { name_key: "jane doe", last_name_key: "doe" },
    { name_key: "j", last_name_key: null },
  ]);
  expect(await keysOf(plain)).toMatchObject({ name_key: "kept" });
  const { rows } = await sql`select name_key from companies`.execute(db);
  expect(rows).toEqual([{ name_key: "acme" }]);
});

test("each character that isn't seen is looked for", async () => {
  const all = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
    .filter(
      (char) => !/\s/.test(char) && searchKey(`a${char}b`) === "ab" && !/\p{M}/u.test(char.normalize("NFKD")),
    );
  expect(all.length).toBeGreaterThan(3_000);
  const { rows } = await sql<{ char: string }>`
    select char from unnest(${all}::text[]) char where not char ~ ${UNSEEN}`.execute(db);
  expect(rows).toEqual([]);
});

test("each record is mended by itself: while one is locked, those before it are done and free", async () => {
  const [first = "", second = ""] = [
    await outdated("A\u200bnn", "X"),
    await outdated("B\u200bob", "X"),
  ].toSorted();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const locked = Promise.withResolvers<void>();
  const holder = db.transaction().execute(async (trx) => {
    await sql`select from contacts where record_id = ${second} for update`.execute(trx);
    locked.resolve();
    await held;
  });
  await locked.promise;
  const run = respell();
  await until(
    "the first is mended",
    10_000,
    async () => !(await keysOf(first))?.name_key?.includes("\u200b"),
  );
  await sql`select from contacts where record_id = ${first} for update nowait`.execute(db);
  expect((await keysOf(second))?.name_key).toContain("\u200b");
  release();
  await Promise.all([holder, run]);
  expect((await keysOf(second))?.name_key).not.toContain("\u200b");
});
