import { createDatabase } from "@onefold/database";
import { createTeam, noteWatermark } from "@onefold/records";
import { commitItems } from "../../../packages/records/test/support/commit-items.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../../test/support/create-test-database.ts";
import { runOnefold } from "./support/run-onefold.ts";

const owned = new AsyncDisposableStack();
let url: string;
let teamId: string;
let recordId: string;

beforeAll(async () => {
  ({ url } = owned.use(await createTestDatabase()));
  const db = database();
  const owner = { email: "olga@example.com", name: "Olga" };
  let userId: string;
  ({ teamId, userId } = await createTeam(db, { name: "Sales", owner }));
  const { outcomes } = await commitItems(db, [
    {
      ref: { teamId, jobId: "job_1", row: 0, acceptedAt: Date.now() },
      clock: Date.now() * 1_000,
      upsert: {
        entity: "contact",
        userId,
        keyId: "key_test",
        onConflict: "prefer",
        identifiers: [{ kind: "email", value: "jane@example.com" }],
        set: { firstName: "Jane" },
      },
    },
  ]);
  const result = outcomes[0]?.result;
  recordId = result && "record" in result ? result.record.recordId : "";
  await noteWatermark(db, { passedBefore: Date.now() - 60_000, lookedAt: Date.now() });
});
afterAll(async () => await owned.disposeAsync());

function database() {
  return owned.adopt(createDatabase({ url, max: 1 }), (each) => each.destroy());
}

async function verify(...args: string[]) {
  const run = runOnefold(["verify", ...args], { DATABASE_URL: url });
  const code = await run.ended();
  return { code, output: run.output() };
}

test("where nothing is wrong it says so, what it has judged and what it can't, and ends with 0", async () => {
  const { code, output } = await verify();
  expect(output.split("\n")[0]).toBe(
    "lost 0, applied twice 0, shared identifiers 0, fields that aren't the latest 0, jobs past due 0",
  );
  expect(output).toMatch(/Judged: 1 receipt since \d{4}-.*; 2 fields of 1 record that they name; 0 uploads/);
  expect(output).toMatch(/What was accepted before \d{4}-\S+Z has its receipt, or is lost/);
  expect(output).toContain("single requests without an Idempotency-Key");
  expect(code).toBe(0);
});

test("what is wrong is listed by ids, without anything of a person, and it ends with 2", async () => {
  await sql`update contacts set fields = fields || '{"firstName": "Joan"}'`.execute(database());
  const { code, output } = await verify("--since", "7d", "--team", teamId);
  expect(output).toContain("fields that aren't the latest 1,");
  expect(output).toContain(`  ${recordId} firstName clock `);
  expect(output).not.toMatch(/example\.com|Jane|Joan/);
  expect(code).toBe(2);
});

test("a time that is none is refused", async () => {
  const { code, output } = await verify("--since", "soon");
  expect(output).toContain("It takes a span or a time: 90m, 24h, 7d, 2026-11-25");
  expect(code).toBe(1);
});

test("a role that may only read is enough; JSON has times as they are written everywhere", async () => {
  const db = database();
  const name = `reader_${teamId.slice(4).toLowerCase()}`;
  await sql`create role ${sql.id(name)} login password 'reader'`.execute(db);
  try {
    await sql`grant pg_read_all_data to ${sql.id(name)}`.execute(db);
    const reading = new URL(url);
    reading.username = name;
    reading.password = "reader";
    const run = runOnefold(["verify", "--json"], { DATABASE_URL: reading.href });
    expect(await run.ended()).toBe(2);
    expect(JSON.parse(run.output())).toMatchObject({
      found: {
        lost: { count: 0, first: [] },
        notLatest: { count: 1, first: [{ teamId, recordId, field: "firstName" }] },
      },
      judged: { receipts: 1 },
      since: expect.stringMatching(/Z$/),
      watermark: { passedBefore: expect.stringMatching(/Z$/), lookedAt: expect.stringMatching(/Z$/) },
    });
  } finally {
    await sql`drop role ${sql.id(name)}`.execute(db);
  }
});
