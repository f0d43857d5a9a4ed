import * as fc from "fast-check";
import { test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { times } from "../../../../test/support/thorough.ts";
import { newTeam } from "../support/team.ts";
import { command, PartHistory, PEOPLE } from "./support/part-history.ts";

// Hundreds of transactions.
vi.setConfig({ testTimeout: 240_000 });

const db = await testDatabase({ max: 4 });

test("whoever is deleted leaves nothing, and takes along what was written while he was a part of it alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 12, maxLength: 24 }), async (commands) => {
      const history = new PartHistory(db, await newTeam(db));
      await history.begin();
      for (const each of commands) await history.run(each);
      for (const each of PEOPLE) await history.delete(each);
    }),
    { numRuns: times(40, 400) },
  );
});
