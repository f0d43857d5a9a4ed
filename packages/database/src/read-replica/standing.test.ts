import * as fc from "fast-check";
import { expect, test } from "vitest";
import { standingOf } from "./standing.ts";
import type { Evidence, Sight } from "./standing.ts";

const LIMIT_MS = 10_000;
const primary = { systemId: "7", database: "onefold" };
const standby: Sight = { kind: "present", isStandby: true, ...primary };
const well: Evidence = { sight: standby, primary, lagMs: 200, beatAgoMs: 200, watchedMs: 60_000 };

test.each<[string, Partial<Evidence>, object]>([
  ["one that shows a late beat", {}, { kind: "follows" }],
  ["one at the limit", { lagMs: LIMIT_MS }, { kind: "follows" }],
  ["one past the limit", { lagMs: LIMIT_MS + 1 }, { kind: "behind", lagMs: LIMIT_MS + 1 }],
  [
    "one that never showed a beat, as a standby of a server that split off",
    { lagMs: Infinity },
    { kind: "behind", lagMs: 60_000 },
  ],
  ["one that had no time to show a beat", { lagMs: Infinity, watchedMs: 1_000 }, { kind: "unproven" }],
  [
    "one that shows no new beat, as the primary takes none",
    { lagMs: 20_000, beatAgoMs: 15_000 },
    { kind: "unproven" },
  ],
  ["one that can't be compared yet", { primary: undefined }, { kind: "unproven" }],
  ["one that wasn't looked at yet", { sight: undefined }, { kind: "unproven" }],
  ["one that is away", { sight: { kind: "absent", why: "no answer" } }, { kind: "absent", why: "no answer" }],
  ["one that was promoted", { sight: { ...standby, isStandby: false } }, { kind: "no-standby" }],
  ["a standby of another server", { sight: { ...standby, systemId: "8" } }, { kind: "other-server" }],
  [
    "another database of the same server",
    { sight: { ...standby, database: "postgres" } },
    { kind: "other-database", names: ["postgres", "onefold"] },
  ],
])("%s", (_, evidence, standing) => {
  expect(standingOf({ ...well, ...evidence }, LIMIT_MS)).toEqual(standing);
});

const ms = fc.oneof(fc.integer({ min: 0, max: 3 * LIMIT_MS }), fc.constant(Infinity));
const identity = { systemId: fc.constantFrom("7", "8"), database: fc.constantFrom("onefold", "postgres") };
const evidence = fc.record({
  sight: fc.oneof(
    fc.constant(undefined),
    fc.constant({ kind: "absent" as const, why: "no answer" }),
    fc.record({ kind: fc.constant("present" as const), isStandby: fc.boolean(), ...identity }),
  ),
  primary: fc.oneof(fc.constant(undefined), fc.record(identity)),
  lagMs: ms,
  beatAgoMs: ms,
  watchedMs: fc.integer({ min: 0, max: 3 * LIMIT_MS }),
});

test("only a standby that has shown what was committed within the limit is read from, whatever else is known", () => {
  fc.assert(
    fc.property(evidence, (each) => {
      const isRead = standingOf(each, LIMIT_MS).kind === "follows";
      const { sight, primary: known, lagMs } = each;
      const isOurs =
        sight?.kind === "present" &&
        sight.isStandby &&
        sight.systemId === known?.systemId &&
        sight.database === known.database;
      expect(isRead).toBe(isOurs && lagMs <= LIMIT_MS);
    }),
  );
});
