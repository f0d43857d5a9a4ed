import { Hmac } from "node:crypto";
import type { Item } from "@onefold/contract";
import { expect, test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce, unsubscribeValues } from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 2 });

const people = ({ item }: Team, count: number): Item[] =>
  Array.from({ length: count }, (_, n) => item({ identifiers: [email(`p${n}@example.com`)] }));

async function statementsOf(items: readonly Item[]): Promise<number> {
  let statements = 0;
  const counting = db.withPlugin({
    transformQuery: ({ node }) => {
      statements++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await commitOnce(counting, items);
  return statements;
}

test("a list of the team costs a commit one statement: the secret of its hashes is read once", async () => {
  const [without, team] = [await newTeam(db), await newTeam(db)];
  await unsubscribeValues(db, team.operation(), [email("p1@example.com")]);
  expect(await statementsOf(people(team, 3))).toBe((await statementsOf(people(without, 3))) + 1);
});

test("a domain is hashed once, however many have it, and nothing of a team without a list", async () => {
  const [without, team] = [await newTeam(db), await newTeam(db)];
  await unsubscribeValues(db, team.operation(), [{ kind: "domain", value: "example.com" }]);
  const hashed = vi.spyOn(Hmac.prototype, "digest");
  const { outcomes } = await commitOnce(db, [...people(team, 50), ...people(without, 50)]);
  expect(hashed).toHaveBeenCalledTimes(51);
  hashed.mockRestore();
  const out = outcomes.filter(({ result }) => result.outcome !== "rejected" && result.record.unsubscribed);
  expect(out).toHaveLength(50);
});
