import { describe, expect, test } from "vitest";
import { tablesOf } from "../rows/entity-tables.ts";
import { EntityState, survivorOf } from "./commit-state.ts";
import type { LoadedRecord } from "./commit-state.ts";
import { email, linkedin, TEAM } from "./support/folding.ts";

const newState = () => new EntityState(tablesOf("contact"));
const record = (recordId: string): LoadedRecord => ({
  teamId: TEAM,
  recordId,
  state: { fields: {}, stamps: {}, origin: { clock: 1, source: "api", createdBy: "usr_1" } },
  identifiers: [],
  updatedClock: 1,
});
const jane = email("jane@example.com");

describe("which record an id is of", () => {
  test("its own, its survivor's, or nobody's", () => {
    const state = newState();
    const [a, b, c] = [record("ctc_a"), record("ctc_b"), record("ctc_c")];
    for (const each of [a, b, c]) state.addRecord(each);
    state.addKnown(TEAM, "ctc_known");
    state.retire(TEAM, "ctc_old", "ctc_b");
    state.retire(TEAM, "ctc_elsewhere", "ctc_far");
    state.retire(TEAM, "ctc_gone", undefined);
    state.merge(b, c);
    state.merge(a, b);
    const all = [
      "ctc_a",
      "ctc_b",
      "ctc_c",
      "ctc_old",
      "ctc_known",
      "ctc_elsewhere",
      "ctc_gone",
      "ctc_nobody",
    ];
    expect(all.map((id) => state.resolve(TEAM, id))).toEqual([
      "ctc_a",
      "ctc_a",
      "ctc_a",
      "ctc_a",
      "ctc_known",
      "ctc_far",
      undefined,
      "ctc_nobody",
    ]);
    expect(all.map((id) => state.recordOf(TEAM, id)?.recordId)).toEqual([
      "ctc_a",
      "ctc_a",
      "ctc_a",
      "ctc_a",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(all.map((id) => state.exists(TEAM, id))).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(all.map((id) => state.exists("tea_2", id))).toEqual(all.map(() => false));
    expect([a, b, c].map((each) => survivorOf(each).recordId)).toEqual(["ctc_a", "ctc_a", "ctc_a"]);
  });

  test("what owns identifiers is given once each", () => {
    const state = newState();
    state.setOwner(TEAM, jane, "ctc_a");
    state.setOwner(TEAM, linkedin("jane"), "ctc_a");
    state.setOwner("tea_2", jane, "ctc_b");
    expect(state.ownedRecords()).toEqual([
      { team_id: TEAM, record_id: "ctc_a" },
      { team_id: "tea_2", record_id: "ctc_b" },
    ]);
  });
});

describe("whom an identifier named when an item was accepted", () => {
  test("its owner of now, where nothing was taken from a record since", () => {
    const state = newState();
    state.addRecord(record("ctc_a"));
    expect(state.ownerThen(TEAM, jane, 5)).toBeUndefined();
    state.setOwner(TEAM, jane, "ctc_a");
    state.addTombstone(TEAM, jane, { clock: 10, recordId: "ctc_b" });
    expect(state.ownerThen(TEAM, jane, 10)).toBe("ctc_a");
    expect(state.tombstoneOf(TEAM, jane, 10)).toBeUndefined();
    expect(state.isErased(TEAM, jane, 10)).toBe(false);
  });

  test("the record that it was taken from next, in whatever order that is known, and by its id of now", () => {
    const state = newState();
    const [a, b, c] = [record("ctc_a"), record("ctc_b"), record("ctc_c")];
    for (const each of [a, b, c]) state.addRecord(each);
    for (const [clock, recordId] of [
      [30, "ctc_c"],
      [20, "ctc_b"],
      [40, "ctc_gone"],
    ] as const)
      state.addTombstone(TEAM, jane, { clock, recordId });
    state.setOwner(TEAM, jane, "ctc_a");
    expect([10, 19, 20, 29, 30, 39, 40].map((clock) => state.ownerThen(TEAM, jane, clock))).toEqual([
      "ctc_b",
      "ctc_b",
      "ctc_c",
      "ctc_c",
      undefined,
      undefined,
      "ctc_a",
    ]);
    state.merge(a, b);
    expect(state.ownerThen(TEAM, jane, 10)).toBe("ctc_a");
  });

  test("somebody who was erased, also after it had been taken from him, until somebody else has it", () => {
    const state = newState();
    state.addTombstone(TEAM, jane, { clock: 10 });
    state.addTombstone(TEAM, linkedin("jane"), { clock: 10, erasedClock: 30 });
    const isErased = (clock: number) => [
      state.isErased(TEAM, jane, clock),
      state.isErased(TEAM, linkedin("jane"), clock),
    ];
    expect([9, 10, 29, 30].map(isErased)).toEqual([
      [true, true],
      [false, true],
      [false, true],
      [false, false],
    ]);
    expect(state.ownerThen(TEAM, jane, 9)).toBeUndefined();
    state.addRecord(record("ctc_a"));
    state.setOwner(TEAM, linkedin("jane"), "ctc_a");
    expect([9, 10, 29].map((clock) => state.isErased(TEAM, linkedin("jane"), clock))).toEqual([
      true,
      false,
      false,
    ]);
    expect(state.isErased(TEAM, email("nobody@example.com"), 1)).toBe(false);
  });
});

test("what a merge hands on: identifiers with their clocks, and who is known to be somebody else", () => {
  const state = newState();
  const [a, b] = [record("ctc_a"), record("ctc_b")];
  for (const each of [a, b]) state.addRecord(each);
  state.addIdentifier(a, jane, 3);
  state.attach(b, linkedin("jane"), 7);
  expect(state.attached).toEqual([{ record: b, ...linkedin("jane"), clock: 7 }]);
  state.setDifferent(TEAM, "ctc_b", "ctc_x");
  state.setDifferent(TEAM, "ctc_y", "ctc_b");
  expect(state.areDifferent(TEAM, "ctc_a", "ctc_x")).toBe(false);
  state.merge(a, b);
  expect(a.identifiers).toEqual([
    { ...jane, clock: 3 },
    { ...linkedin("jane"), clock: 7 },
  ]);
  expect(state.ownerOf(TEAM, linkedin("jane"))).toBe("ctc_a");
  for (const other of ["ctc_x", "ctc_y"]) {
    expect(state.areDifferent(TEAM, "ctc_a", other)).toBe(true);
    expect(state.areDifferent(TEAM, other, "ctc_a")).toBe(true);
  }
  expect(state.areDifferent(TEAM, "ctc_a", "ctc_b")).toBe(false);
  expect(state.areDifferent("tea_2", "ctc_a", "ctc_x")).toBe(false);
});
