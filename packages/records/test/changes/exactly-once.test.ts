import type { Item } from "@onefold/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce } from "../../src/index.ts";
import type { FeedPosition } from "../../src/index.ts";
import { email, newTeam } from "../support/team.ts";
import { readPart, settled } from "./support/reading.ts";
import { times } from "../../../../test/support/thorough.ts";

const db = await testDatabase({ max: 12 });

class Killed extends Error {}

/** A commit that stands right before its end until it is told how to end. */
async function openCommit(items: readonly Item[]) {
  const { promise: isOpen, resolve: opened } = Promise.withResolvers<void>();
  const { promise: ending, resolve: end } = Promise.withResolvers<"commit" | "kill">();
  const running = commitOnce(db, items, {
    async onPoint(point) {
      if (point !== "before-commit") return;
      opened();
      if ((await ending) === "kill") throw new Killed();
    },
  }).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  await isOpen;
  return {
    items,
    async end(how: "commit" | "kill") {
      end(how);
      await running;
    },
  };
}

const READERS = 3;
const step = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), size: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constantFrom("commit" as const, "kill" as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant("again" as const), which: fc.nat(20) }),
  fc.record({
    kind: fc.constant("read" as const),
    reader: fc.nat(READERS - 1),
    limit: fc.integer({ min: 1, max: 5 }),
  }),
);

test("whenever they page and however commits end, readers get each event exactly once, in one order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const team = await newTeam(db);
      const open: Awaited<ReturnType<typeof openCommit>>[] = [];
      const committed: string[] = [];
      const ended: (readonly Item[])[] = [];
      const readers = Array.from({ length: READERS }, () => ({
        seen: [] as string[],
        after: undefined as FeedPosition | undefined,
      }));
      let people = 0;
      const nameOf = ({ ref }: Item) => ref.jobId;

      async function read(reader: number, limit: number): Promise<boolean> {
        const each = readers[reader];
        if (!each) return true;
        const part = await readPart(db, {
          teamId: team.teamId,
          limit,
          ...(each.after && { after: each.after }),
        });
        each.after = part.after;
        each.seen.push(...part.changes.map(({ jobId }) => jobId));
        return part.isEnd;
      }

      async function end(which: number, how: "commit" | "kill"): Promise<void> {
        const [commit] = open.splice(which % open.length, 1);
        await commit?.end(how);
        if (!commit) return;
        ended.push(commit.items);
        if (how === "commit") committed.push(...commit.items.map(nameOf));
      }

      for (const each of steps) {
        if (each.kind === "open" && open.length < 6) {
          const items = Array.from({ length: each.size }, () =>
            team.item({ identifiers: [email(`p${++people}@example.com`)] }),
          );
          open.push(await openCommit(items));
        }
        if ((each.kind === "commit" || each.kind === "kill") && open.length > 0)
          await end(each.which, each.kind);
        // As a queue delivers again what a worker had when it died.
        const items = each.kind === "again" ? ended[each.which % ended.length] : undefined;
        if (items) {
          const { outcomes } = await commitOnce(db, items);
          committed.push(...outcomes.map(({ item }) => nameOf(item)));
        }
        if (each.kind === "read") await read(each.reader, each.limit);
      }
      while (open.length > 0) await end(0, "commit");
      await settled(db);
      for (let reader = 0; reader < READERS; reader++) while (!(await read(reader, 3)));
      for (const { seen } of readers) expect(seen).toEqual(readers[0]?.seen);
      expect(readers[0]?.seen.toSorted()).toEqual(committed.toSorted());
    }),
    { numRuns: times(20, 80) },
  );
}, 120_000);
