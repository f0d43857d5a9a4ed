import type { Item } from "@onefold/contract";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 2 });

/** How often the statements of a commit wait for answers of others: BEGIN goes with the first, COMMIT with the last. */
async function tripsOf(items: readonly Item[]): Promise<number> {
  let trips = 0;
  let isAnswered = true;
  const counting = db.withPlugin({
    transformQuery: ({ node }) => {
      if (isAnswered) trips++;
      isAnswered = false;
      return node;
    },
    transformResult: async ({ result }) => {
      isAnswered = true;
      return result;
    },
  });
  const { outcomes } = await commitOnce(counting, items);
  expect(outcomes).toHaveLength(items.length);
  return trips;
}

test("new contacts take two trips: look-ups, writes", async () => {
  const { item } = await newTeam(db);
  const people = Array.from({ length: 50 }, (_, i) =>
    item({ identifiers: [email(`p${i}@example.com`), linkedin(`p${i}`)], set: { firstName: "Jane" } }),
  );
  expect(await tripsOf(people)).toBe(2);
});

test("updates take three: between the two, records are locked and read", async () => {
  const { item } = await newTeam(db);
  const jane = { identifiers: [email("jane@example.com")] };
  await commitItems(db, [item({ ...jane, set: { firstName: "J" } })]);
  expect(await tripsOf([item({ ...jane, set: { firstName: "Jane" } })])).toBe(3);
});

test("merges take five: it is asked whether the records are known to be different, and each gets its number", async () => {
  const { item } = await newTeam(db);
  await commitItems(db, [
    item({ identifiers: [email("jane@example.com")] }),
    item({ identifiers: [linkedin("jane")] }),
  ]);
  const both = item({ identifiers: [email("jane@example.com"), linkedin("jane")], onConflict: "merge" });
  expect(await tripsOf([both])).toBe(5);
});
