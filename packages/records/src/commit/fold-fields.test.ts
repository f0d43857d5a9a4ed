import { ADDITIONAL_EMAILS_MAX } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { apply, email, emptyState, linkedin, TEAM } from "./support/folding.ts";

const jane = { identifiers: [email("jane@example.com")] };

test("a record comes from who made it first, whatever came later", () => {
  const state = emptyState();
  const made = apply(state, 5_000, jane);
  expect(made.record).toMatchObject({ source: "api", createdBy: "usr_1", ownerId: "usr_1", createdAt: 5 });
  const other = { ...jane, source: "import", userId: "usr_2", set: { firstName: "Jane" } };
  expect(apply(state, 9_000, other).record).toMatchObject({
    source: "api",
    createdBy: "usr_1",
    createdAt: 5,
  });
  expect(apply(state, 2_000, other).record).toMatchObject({
    source: "import",
    createdBy: "usr_2",
    createdAt: 2,
  });
});

describe("when a record was last changed", () => {
  test("is the highest clock of an item that changed it", () => {
    const state = emptyState();
    const { record } = apply(state, 5, jane);
    const changedAt = () => state.entities.contact.recordOf(TEAM, record.recordId)?.updatedClock;
    expect(changedAt()).toBe(5);
    apply(state, 3, { ...jane, set: { firstName: "Jane" } });
    expect(changedAt()).toBe(5);
    expect(apply(state, 8, jane).outcome).toBe("unmodified");
    expect(changedAt()).toBe(5);
    apply(state, 9, { ...jane, set: { lastName: "Doe" } });
    expect(changedAt()).toBe(9);
  });

  test("no field has a stamp that no item gave one", () => {
    const state = emptyState();
    const { record } = apply(state, 5, { ...jane, set: { firstName: "Jane" } });
    const stamps = state.entities.contact.recordOf(TEAM, record.recordId)?.state?.stamps ?? {};
    expect(Object.keys(stamps).toSorted()).toEqual(["email", "firstName"]);
  });
});

describe("what stands is told under the request's own names", () => {
  const stale = (field: string, more = {}) => ({
    field,
    reason: "stale",
    ...more,
    conflictingRecordId: expect.any(String),
  });

  test("a value, one that would have been emptied, a primary name, an owner", () => {
    const members = new Map([
      ["otto@example.com", "usr_2"],
      ["owen@example.com", "usr_3"],
    ]);
    const state = emptyState({ memberOf: (_team, name) => members.get(name) });
    const { record } = apply(state, 9, {
      identifiers: [email("jane@example.com"), linkedin("jane")],
      set: { jobTitle: "CEO", firstName: "Jane" },
      owner: "otto@example.com",
    });
    const late = apply(state, 5, {
      identifiers: [linkedin("jane"), email("old@example.com")],
      set: { jobTitle: "CTO" },
      clear: ["firstName"],
      owner: "owen@example.com",
    });
    expect(record.ownerId).toBe("usr_2");
    expect(late.fieldRejections).toHaveLength(4);
    expect(late.fieldRejections).toEqual(
      expect.arrayContaining([
        stale("jobTitle", { rejectedValue: "CTO" }),
        stale("firstName"),
        stale("email", { rejectedValue: "old@example.com" }),
        stale("contactOwner", { rejectedValue: "owen@example.com" }),
      ]),
    );
    expect(late.fieldRejections.find(({ field }) => field === "firstName")).not.toHaveProperty(
      "rejectedValue",
    );
  });
});

test("an owner is no change where it is the creator, and one from the creator else", () => {
  const state = emptyState({ memberOf: (_team, name) => name });
  apply(state, 1, jane);
  expect(apply(state, 2, { ...jane, owner: "usr_1" }).outcome).toBe("unmodified");
  expect(apply(state, 3, { ...jane, owner: "usr_2" }).changes).toEqual({
    ownerId: { from: "usr_1", to: "usr_2" },
  });
  expect(apply(state, 4, { ...jane, owner: "usr_3" }).changes).toEqual({
    ownerId: { from: "usr_2", to: "usr_3" },
  });
});

test("the value of a field that was deleted is told, and the others are set", () => {
  const state = emptyState({
    isDeletedField: (team, entity, name, clock) =>
      team === TEAM && entity === "contact" && ["gone", "lost"].includes(name) && clock < 10,
  });
  const set = { gone: "x", lost: "", firstName: "Jane" };
  expect(apply(state, 9, { ...jane, set })).toMatchObject({
    fieldRejections: [
      { field: "gone", reason: "unregistered", rejectedValue: "x" },
      { field: "lost", reason: "unregistered", rejectedValue: "" },
    ],
    record: { fields: { firstName: "Jane" } },
  });
  expect(apply(state, 10, { ...jane, set })).toMatchObject({
    fieldRejections: [],
    changes: { gone: { to: "x" } },
  });
});

describe("a record has so many addresses at most", () => {
  const many = Array.from({ length: ADDITIONAL_EMAILS_MAX }, (_, n) => `a${n}@example.com`);

  test("those past it are told, also where one would be the primary one", () => {
    const state = emptyState();
    const { record } = apply(state, 1, { ...jane, aliases: many });
    const limit = (field: string) => ({
      field,
      reason: "limit",
      rejectedValue: "more@example.com",
      conflictingRecordId: record.recordId,
    });
    expect(apply(state, 2, { ...jane, aliases: ["more@example.com"] }).fieldRejections).toEqual([
      limit("additionalEmails"),
    ]);
    expect(
      apply(state, 3, { recordId: record.recordId, identifiers: [email("more@example.com")] })
        .fieldRejections,
    ).toEqual([limit("email")]);
    // The others are another kind, and what it has is no more.
    const again = apply(state, 4, { identifiers: [...jane.identifiers, linkedin("jane")], aliases: many });
    expect(again.fieldRejections).toEqual([]);
    expect(again.changes).toEqual({ linkedinUrl: { to: expect.any(String) } });
  });

  test("a place is kept for a primary one", () => {
    const state = emptyState();
    const made = apply(state, 1, { identifiers: [linkedin("jane")], aliases: [...many, "more@example.com"] });
    expect(made.fieldRejections).toMatchObject([{ reason: "limit", rejectedValue: "more@example.com" }]);
    expect(apply(state, 2, { identifiers: [linkedin("jane"), ...jane.identifiers] }).fieldRejections).toEqual(
      [],
    );
  });
});

describe("an address that was taken from a record after the item was accepted", () => {
  test("is told without its value where the record was erased, whoever sends the item again", () => {
    const state = emptyState();
    apply(state, 1, { identifiers: [email("jane@example.com")] });
    state.entities.contact.addTombstone(TEAM, linkedin("gone"), { clock: 10 });
    const late = { identifiers: [...jane.identifiers, linkedin("gone")] };
    expect(apply(state, 9, late).fieldRejections).toEqual([{ field: "linkedinUrl", reason: "deleted" }]);
    expect(apply(state, 11, { ...late, retryOf: 9 }).fieldRejections).toEqual([
      { field: "linkedinUrl", reason: "deleted" },
    ]);
    expect(apply(state, 12, late).fieldRejections).toEqual([]);
  });

  test("is told as stale where the record lives, and is its own where it has it again", () => {
    const state = emptyState();
    const { record } = apply(state, 1, jane);
    const tombstone = { clock: 10, recordId: record.recordId };
    state.entities.contact.addTombstone(TEAM, linkedin("gone"), tombstone);
    const late = { identifiers: [...jane.identifiers, linkedin("gone")] };
    expect(apply(state, 9, late).fieldRejections).toEqual([
      { field: "linkedinUrl", reason: "stale", rejectedValue: "gone", conflictingRecordId: record.recordId },
    ]);
    expect(apply(state, 11, late).fieldRejections).toEqual([]);
    expect(apply(state, 8, late).fieldRejections).toEqual([]);
  });
});
