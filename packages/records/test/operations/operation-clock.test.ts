import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  deleteRecord,
  mergeRecords,
  removeEmail,
  setPrimaryEmail,
  setUnsubscribed,
  undoMerge,
} from "../../src/index.ts";
import type { Operation } from "../../src/index.ts";
import { createActs, mergedOf } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { idOf, merging } = createActs(db);

describe("an operation's clock", () => {
  /**
   * Jane, with whom somebody was merged, and Joe: their writes are ahead of the store that issues clocks, as where it
   * was lost and began anew.
   */
  async function ahead() {
    const team = await newTeam(db);
    const clock = (Date.now() + 60_000) * 1_000;
    const create = (value: string, alias: string, at: number) =>
      idOf(
        team.item({ identifiers: [email(value)], aliases: [alias], set: { tagline: value } }, { clock: at }),
      );
    const jane = await create("jane@example.com", "j@example.com", clock - 10);
    const merge = team.operation({ clock });
    mergedOf(
      await merging(team, jane, [await create("jo@example.com", "jo2@example.com", clock - 5)], merge),
    );
    const joe = await create("joe@example.com", "joe2@example.com", clock + 10);
    return { team, clock, jane, joe, merge };
  }

  type Scene = Awaited<ReturnType<typeof ahead>>;
  type Act = (operation: Operation, scene: Scene) => Promise<{ kind: string }>;
  const ACTS: Record<string, Act> = {
    unsubscribe: (operation, { jane }) =>
      setUnsubscribed(db, operation, { contact: { recordId: jane }, unsubscribed: true }),
    "primary e-mail": (operation, { jane }) =>
      setPrimaryEmail(db, operation, { contact: { recordId: jane }, email: "j@example.com" }),
    removal: (operation, { jane }) =>
      removeEmail(db, operation, { contact: { recordId: jane }, email: "jane@example.com" }),
    delete: (operation, { jane }) =>
      deleteRecord(db, operation, { entity: "contact", name: { recordId: jane }, force: false }),
    merge: (operation, { jane, joe }) =>
      mergeRecords(db, operation, {
        entity: "contact",
        primary: { recordId: jane },
        secondaries: [{ recordId: joe }],
        dryRun: false,
      }),
    undo: (operation, { merge }) =>
      undoMerge(db, operation, { entity: "contact", jobId: merge.ref.jobId, row: merge.ref.row }),
  };

  test.each(Object.entries(ACTS))(
    "%s: is above all that its records have seen, or nothing is done",
    async (what, act) => {
      const scene = await ahead();
      const { team, clock } = scene;
      const before = await dump(db, team.teamId);
      const behind: Operation = { ...team.operation(), issueClock: () => Promise.resolve(clock) };
      await expect(act(behind, scene)).rejects.toThrow(/not above/);
      expect(await dump(db, team.teamId)).toEqual(before);

      const floors: number[] = [];
      const issueClock = (floor: number) => Promise.resolve(floors.push(floor) && floor + 1);
      const { kind } = await act({ ...team.operation(), issueClock }, scene);
      expect(["applied", "deleted", "merged", "undone"]).toContain(kind);
      expect(floors).toEqual([what === "merge" ? clock + 10 : clock]);
    },
  );
});
