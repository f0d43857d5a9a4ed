import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { commitReady } from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";
import { textOfQuery } from "../support/text-of-query.ts";

test("a commit whose session Postgres ended is halved: the program was silent for too long", async () => {
  await using own = await createTestDatabase();
  await using stack = new AsyncDisposableStack();
  const hasty = createDatabase({ url: own.url, connectTimeoutMs: 60_000, idleInTransactionMs: 2_000 });
  stack.defer(() => hasty.destroy());
  const { teamId, item } = await newTeam(hasty);
  const sizes: number[] = [];
  const silent = hasty.withPlugin({
    transformQuery: ({ node }) => {
      const text = textOfQuery(node);
      const size = text.includes("insert into receipts") ? (text.match(/job_\d+/g)?.length ?? 0) : 0;
      if (size > 0) sizes.push(size);
      if (size > 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const items = Array.from({ length: 4 }, (_, i) => item({ identifiers: [email(`p${i}@example.com`)] }));
  const { outcomes } = await commitReady(silent, items);
  expect(outcomes).toHaveLength(4);
  expect(sizes).toEqual([4, 2, 1, 1, 2, 1, 1]);
  const { rows } = await sql`select from contacts where team_id = ${teamId}`.execute(hasty);
  expect(rows).toHaveLength(4);
});
