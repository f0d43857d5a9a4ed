import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import type { TestDatabase } from "../../../../test/support/create-test-database.ts";
import { rowSet } from "../../src/rows/row-set.ts";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url, max: 1 });
});
afterAll(async () => {
  await db.destroy();
  await database[Symbol.asyncDispose]();
});

const COLUMNS = {
  id: "id",
  text: "text",
  integer: "integer",
  bigint: "bigint",
  boolean: "boolean",
  day: "date",
  row: "jsonb",
} as const;

const Text = fc.string({ unit: "grapheme" }).filter((text) => text.isWellFormed() && !text.includes("\0"));
const Day = fc
  .date({ min: new Date("1970-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 });
const Row = fc.record({
  id: orNull(Text),
  text: orNull(Text),
  integer: orNull(fc.integer()),
  bigint: orNull(fc.maxSafeInteger()),
  boolean: orNull(fc.boolean()),
  day: orNull(Day),
  row: orNull(fc.record({ [`"\\{}`]: Text })),
});

test("Postgres reads the rows that were given, in their order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Row, { maxLength: 20 }), async (rows) => {
      const given = rows.map((row) => ({ ...row, row: row.row && JSON.stringify(row.row) }));
      const read = await sql<object>`
        select id, text, "integer", "bigint", "boolean", day::text, "row" from ${rowSet("k", COLUMNS, given)}`.execute(
        db,
      );
      expect(read.rows).toEqual(rows);
    }),
  );
});

test("the least and the most that a type holds are read as given", async () => {
  const rows = [
    { integer: -(2 ** 31), bigint: Number.MIN_SAFE_INTEGER },
    { integer: 2 ** 31 - 1, bigint: Number.MAX_SAFE_INTEGER },
  ];
  const read =
    await sql`select * from ${rowSet("k", { integer: "integer", bigint: "bigint" }, rows)}`.execute(db);
  expect(read.rows).toEqual(rows);
});

test("what a row doesn't have is NULL, and what no column is of is left out", async () => {
  const rows = [{ text: "a", more: true }, { integer: 1 }];
  const read = await sql`select * from ${rowSet("k", { text: "text", integer: "integer" }, rows)}`.execute(
    db,
  );
  expect(read.rows).toEqual([
    { text: "a", integer: null },
    { text: null, integer: 1 },
  ]);
});

test("ids are compared by their bytes, as the tables compare them", async () => {
  const rows = ["b", "B", "a", "Ä"].map((id) => ({ id }));
  const read = await sql<{
    id: string;
  }>`select id from ${rowSet("k", { id: "id" }, rows)} order by id`.execute(db);
  expect(read.rows.map(({ id }) => id)).toEqual(["B", "a", "b", "Ä"]);
});

test.each(["a\0b", "\ud800", "a\udc00b"])("%j is refused, not changed", async (text) => {
  const asked = sql`select * from ${rowSet("k", { text: "text" }, [{ text: "a" }, { text }])}`.execute(db);
  await expect(asked).rejects.toMatchObject({ code: "22021" });
});

test.each(["a\0b", "\ud800"])("JSON of %j is refused, not stored", async (text) => {
  const json = JSON.stringify({ [`\\`]: text });
  for (const type of ["json", "jsonb"] as const)
    await expect(
      sql`select * from ${rowSet("k", { json: type }, [{ json }])}`.execute(db),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^22/),
    });
  const spelt = JSON.stringify(json);
  const read = await sql`select * from ${rowSet("k", { json: "json" }, [{ json: spelt }])}`.execute(db);
  expect(read.rows).toEqual([{ json }]);
});

test.each([
  ["bigint", 0.5],
  ["bigint", NaN],
  ["bigint", 2 ** 53],
  ["integer", 2 ** 31],
  ["integer", -(2 ** 31) - 1],
] as const)("%s: %d is refused", async (type, number) => {
  const asked = sql`select * from ${rowSet("k", { number: type }, [{ number: 1 }, { number }])}`.execute(db);
  await expect(asked).rejects.toMatchObject({ code: "22P03" });
});
