import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 4 });

test("a record that goes between its lock and the look whether it is there is followed, not missed", async () => {
  const { item } = await newTeam(db);
  const { outcomes } = await commitItems(db, [
    item({ identifiers: [linkedin("jane")] }),
    item({ identifiers: [email("jane@example.com")] }),
  ]);
  const old = outcomes.find(({ item: { upsert } }) => upsert.identifiers[0]?.kind === "linkedin")?.result;
  if (old?.outcome !== "created") throw new Error("not created");
  const written = Promise.withResolvers<void>();
  const seen = Promise.withResolvers<void>();
  const merge = commitOnce(
    db,
    [item({ onConflict: "merge", identifiers: [email("jane@example.com"), linkedin("jane")] })],
    {
      onPoint: async (point) => {
        if (point !== "before-commit") return;
        written.resolve();
        await seen.promise;
      },
    },
  );
  await written.promise;
  const locking = new Set<unknown>();
  const stopping = db.withPlugin({
    transformQuery({ node, queryId }) {
      if (JSON.stringify(node).includes("skip locked")) locking.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (locking.has(queryId)) {
        seen.resolve();
        await merge;
      }
      return result;
    },
  });
  const named = item({ recordId: old.record.recordId, set: { tagline: "named" } });
  const followed = await commitItems(stopping, [named]);
  expect(locking.size).toBeGreaterThan(0);
  expect(followed.outcomes.map(({ result }) => result.outcome)).toEqual(["updated"]);
});

test("whom an item names whose locks others have keeps none of the others back", async () => {
  const { item } = await newTeam(db);
  await commitItems(db, [item({ identifiers: [email("jane@example.com")] })]);
  const written = Promise.withResolvers<void>();
  const seen = Promise.withResolvers<void>();
  const first = commitOnce(db, [item({ identifiers: [email("jane@example.com")], set: { tagline: "a" } })], {
    onPoint: async (point) => {
      if (point !== "before-commit") return;
      written.resolve();
      await seen.promise;
    },
  });
  await written.promise;
  const held = item({ identifiers: [email("jane@example.com")], set: { tagline: "b" } });
  const free = item({ identifiers: [email("joe@example.com")] });
  const commit = await commitOnce(db, [held, free]);
  expect(commit.held).toEqual([held]);
  expect(commit.outcomes.map(({ item: done }) => done)).toEqual([free]);
  seen.resolve();
  await first;
});
