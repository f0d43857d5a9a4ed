import { glob, readFile } from "node:fs/promises";
import { defineEntity, requestOf, typed } from "@onefold/contract";
import type { Entity, Item } from "@onefold/contract";
import { define } from "@onefold/identity";
import { commitOnce } from "@onefold/records";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { rulesOf } from "../../apps/api/src/validate/body-rules.ts";
import { parserOf } from "../../apps/api/src/validate/parse-upsert.ts";
import { NO_TEAM_RULES } from "../../apps/api/src/validate/rules-cache.ts";
import { foldCommit } from "../../packages/records/src/commit/fold-commit.ts";
import { loadCommit } from "../../packages/records/src/commit/load-commit.ts";
import { lookUp } from "../../packages/records/src/commit/look-up.ts";
import { recordWrites } from "../../packages/records/src/commit/record-writes.ts";
import { runAll } from "../../packages/records/src/transactions/statement.ts";
import { readColumns, snapshotOfRow } from "../../packages/records/src/reads/read-record.ts";
import type { ReadRow } from "../../packages/records/src/reads/read-record.ts";
import { searchStages } from "../../packages/records/src/reads/search-stages.ts";
import { allEntities } from "../../packages/records/src/rows/entity-tables.ts";
import type { EntityTables } from "../../packages/records/src/rows/entity-tables.ts";
import { newTeam } from "../../packages/records/test/support/team.ts";
import { testDatabase } from "../support/test-database.ts";

/*
 * The engine takes definitions as data: here it gets one that there isn't, and goes from a body to rows and back. What
 * it doesn't go through are the routes, the locks and the receipts, which ask for the entities that there are.
 */
const declared = defineEntity({
  entity: "deal",
  idPrefix: "dea_",
  words: {
    one: "deal",
    many: "deals",
    One: "Deal",
    Many: "Deals",
    name: "idOrNumber",
    namesQuery: "idsOrNumbers",
    names: "numbers",
    sampleName: "D-1",
  },
  codes: { invalidId: "INVALID_REQUEST", notFound: "NOT_FOUND", invalidValue: "UNPROCESSABLE" },
  description: "dealId, or title.",
  body: {
    dealId: { as: "id" },
    title: { as: "field", max: 20, label: "What it is about" },
    number: {
      as: "identifier",
      kind: "number",
      max: 10,
      code: "INVALID_FIELD",
      expected: "a number such as D-1",
      several: "numbers",
      looksLike: "page",
      spellings: "no.",
    },
    reference: {
      as: "identifier",
      kind: "reference",
      code: "INVALID_FIELD",
      expected: "a reference",
      several: "references",
      looksLike: "page",
    },
    otherNumbers: { as: "aliases", list: true, max: 3, code: "INVALID_DOMAIN" },
    stage: { as: "field", max: 20 },
    page: { as: "field", max: 200, format: "url" },
    dealOwner: { as: "owner" },
    companyId: { as: "link" },
    companyDomain: { as: "link" },
    clearFields: { as: "clear", list: true, max: 5 },
    observedAt: { as: "observedAt" },
  },
  requires: ["title"],
  notInBody: { amount: "amount is worked out." },
  nameColumns: [{ column: "title_key", of: ["title", "stage"] }],
  link: {
    to: "company",
    field: "companyId",
    column: "company_id",
    by: { companyId: "id", companyDomain: "domain" },
    missing: "COMPANY_NOT_FOUND",
  },
});

// It is no entity of the contract, so its types don't know it.
const deal = define(typed<Omit<typeof declared, "entity"> & { entity: Entity }>(declared), {
  number: (raw) => (/^d-\d+$/i.test(raw.trim()) ? raw.trim().toUpperCase() : undefined),
  reference: (raw) => raw.trim().toLowerCase(),
});
const tables = typed<EntityTables>({ definition: deal, records: "deals", identifiers: "deal_identifiers" });

const parse = parserOf(rulesOf(deal, requestOf(declared)));

const db = await testDatabase();
const team = await newTeam(db);

function parsed(body: Record<string, unknown>) {
  const key = { userId: team.userId, keyId: "key_test", scopes: ["admin" as const] };
  return parse(body, {
    key,
    onConflict: "prefer",
    rules: NO_TEAM_RULES,
    registry: new Map([["amount2", "number"]]),
  });
}

function itemOf(body: Record<string, unknown>): Item {
  const result = parsed(body);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return team.item(result.upsert);
}

/** As `commitOnce` does it, without locks and receipts. */
async function commit(...items: Item[]) {
  return await db.transaction().execute(async (trx) => {
    const entities = [...allEntities, tables];
    const options = { maxBytes: 1e6, homeOf: (id: string) => id, entities };
    const { state, ready } = await loadCommit(trx, items, await lookUp(trx, items, options), options);
    const folded = await foldCommit(state, ready);
    await runAll(trx, recordWrites(folded));
    return folded.outcomes.map(({ result }) => result);
  });
}

test("its bodies are read, and what is wrong with them is said in their own words", () => {
  expect(
    parsed({
      number: " d-7 ",
      title: "A deal",
      otherNumbers: ["d-8", "D-7"],
      companyDomain: "https://www.example.com/",
      dealOwner: "Jane@example.com",
      amount2: 3,
      clearFields: ["stage"],
    }),
  ).toMatchObject({
    ok: true,
    upsert: {
      entity: "deal",
      identifiers: [{ kind: "number", value: "D-7" }],
      aliases: ["D-8"],
      company: { field: "companyDomain", value: "example.com" },
      owner: "jane@example.com",
      set: { title: "A deal", amount2: 3 },
      clear: ["stage"],
    },
  });
  const wrong = parsed({
    dealId: "ctc_0123456789abcdefG",
    title: "x".repeat(21),
    number: "7",
    otherNumbers: ["8"],
    page: "javascript:alert(1)",
    clearFields: ["title"],
    amount: 1,
    colour: "red",
  });
  expect(wrong.ok ? [] : wrong.problems).toEqual([
    {
      path: "dealId",
      code: "INVALID_REQUEST",
      message: "dealId must be an id such as dea_Nx4qJwS0dV2bTzK8m.",
    },
    { path: "title", code: "UNPROCESSABLE", message: "title is longer than 20 characters." },
    { path: "number", code: "INVALID_FIELD", message: "number must be a number such as D-1." },
    {
      path: "otherNumbers[0]",
      code: "INVALID_DOMAIN",
      message: "otherNumbers[0] must be a number such as D-1.",
    },
    { path: "page", code: "UNPROCESSABLE", message: "page must be an http or https URL." },
    { path: "clearFields[0]", code: "UNPROCESSABLE", message: "title can't be emptied by clearFields." },
    { path: "amount", code: "INVALID_FIELD", message: "amount is worked out." },
    {
      path: "colour",
      code: "INVALID_FIELD",
      message: "colour is no field of deals; custom fields are registered beforehand with POST /api/fields.",
    },
  ]);
  expect(parsed({ number: "D-1" })).toMatchObject({
    problems: [
      {
        path: "title",
        code: "MISSING_REQUIRED_FIELD",
        message: "title is required where dealId isn't given.",
      },
    ],
  });
});

test("its records are folded, linked, written, read and found", async () => {
  await createTables();
  await commitOnce(db, [
    team.item({ entity: "company", identifiers: [{ kind: "domain", value: "example.com" }] }),
  ]);
  const [created, late] = [
    itemOf({
      number: "D-7",
      otherNumbers: ["D-8"],
      title: "Été",
      stage: "New",
      companyDomain: "example.com",
    }),
    itemOf({ number: "d-7", reference: " R1", title: "Summer", observedAt: "2020-01-01" }),
  ];
  const outcomes = await commit(
    created,
    late,
    itemOf({ number: "D-9", title: "Other", companyDomain: "b.example" }),
  );
  expect(outcomes).toMatchObject([
    { outcome: "created", record: { recordId: expect.stringMatching(/^dea_\w{17}$/) } },
    {
      outcome: "updated",
      matchedBy: "number",
      changes: { reference: { to: "r1" } },
      fieldRejections: [{ field: "title", reason: "stale", rejectedValue: "Summer" }],
    },
    {
      outcome: "created",
      warnings: [
        {
          code: "COMPANY_NOT_FOUND",
          message: "No company has this companyDomain, so the deal was not linked. Create the company first.",
        },
      ],
    },
  ]);

  const { rows } = await sql<ReadRow & { title_key: string }>`
    select ${readColumns(tables, team.teamId)}, r.title_key from deals r order by r.created_clock`.execute(
    db,
  );
  const { rows: companies } = await sql<{ record_id: string }>`select record_id from companies`.execute(db);
  expect(rows.map(({ title_key }) => title_key)).toEqual(["ete new", "other"]);
  const [row] = rows;
  if (!row) throw new Error("no row was written");
  expect(snapshotOfRow(tables, row)).toMatchObject({
    fields: { title: "Été", stage: "New" },
    identifiers: { number: ["D-7", "D-8"], reference: ["r1"] },
    companyId: companies[0]?.record_id,
  });

  expect(await found("ete n")).toEqual([[], [row.record_id]]);
  expect(await found("d-8")).toEqual([[row.record_id], []]);
  const [third] = await commit(itemOf({ number: "D-10", title: "Third", otherNumbers: ["D-8"] }));
  expect(third).toMatchObject({
    outcome: "created",
    fieldRejections: [{ field: "otherNumbers", reason: "duplicate", rejectedValue: "D-8" }],
  });
  const [again] = await commit(itemOf({ dealId: row.record_id, number: "D-9" }));
  expect(again).toMatchObject({
    outcome: "unmodified",
    matchedBy: "dealId",
    fieldRejections: [{ field: "number", reason: "duplicate", rejectedValue: "D-9" }],
  });
});

/** A test on one of the names, of which the other side falls through to the other entity. */
const TWO_WAY = /[!=]== "(?:contact|company)"|\?\? "(?:contact|company)"|case "(?:contact|company)":/;

test("no source asks whether something is a contact or a company", async () => {
  const asking: string[] = [];
  for await (const file of glob(["apps/*/src/**/*.ts", "packages/*/src/**/*.ts"]))
    if (!file.endsWith(".test.ts") && TWO_WAY.test(await readFile(file, "utf8"))) asking.push(file);
  expect(asking).toEqual([]);
});

/** The records that each stage of a search gives. */
async function found(text: string): Promise<string[][]> {
  const all: string[][] = [];
  for (const stage of searchStages(tables, team.teamId, text)) {
    const { rows } = await sql<{ record_id: string }>`${stage.rows()}`.execute(db);
    all.push(rows.map(({ record_id }) => record_id));
  }
  return all;
}

/** What its migration would do. */
async function createTables(): Promise<void> {
  await sql`
    create table deals (like contacts including all, title_key text collate "C")`.execute(db);
  await sql`create table deal_identifiers (like contact_identifiers including all)`.execute(db);
}
