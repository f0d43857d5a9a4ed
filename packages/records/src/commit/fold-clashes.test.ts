import type { Upsert } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { apply, email, emptyState, linkedin, refuse, TEAM } from "./support/folding.ts";

const jane = email("jane@example.com");

describe("an item that makes several records one", () => {
  const both: Partial<Upsert> = { identifiers: [jane, linkedin("jane")], onConflict: "merge" };

  test("changes what its survivor had: what came from the others is told", () => {
    const state = emptyState();
    const { record } = apply(state, 1, { identifiers: [jane], set: { firstName: "Jane" } });
    const { record: other } = apply(state, 2, { identifiers: [linkedin("jane")], set: { lastName: "Doe" } });
    expect(state.entities.contact.merges).toEqual([]);
    expect(apply(state, 3, { ...both, set: { jobTitle: "CEO" } })).toMatchObject({
      outcome: "updated",
      matchedBy: "email",
      mergedIds: [other.recordId],
      changes: { lastName: { to: "Doe" }, jobTitle: { to: "CEO" }, linkedinUrl: { to: expect.any(String) } },
      record: { recordId: record.recordId, fields: { firstName: "Jane", lastName: "Doe", jobTitle: "CEO" } },
    });
    expect(state.entities.contact.merges).toHaveLength(1);
    // They are one now, so there is nothing more to merge.
    expect(apply(state, 4, both)).not.toHaveProperty("mergedIds");
    expect(state.entities.contact.merges).toHaveLength(1);
  });

  test("changes it also where no field does", () => {
    const state = emptyState();
    const first = apply(state, 1, { identifiers: [jane] });
    const second = apply(state, 2, { identifiers: [email("hers@example.com")] });
    const joining: Partial<Upsert> = {
      identifiers: [jane],
      aliases: ["hers@example.com"],
      onConflict: "merge",
    };
    expect(apply(state, 3, joining)).toMatchObject({
      outcome: "updated",
      mergedIds: [second.record.recordId],
      changes: {},
    });
    expect(state.entities.contact.recordOf(TEAM, first.record.recordId)?.updatedClock).toBe(3);
  });

  test("goes to the owner of its first additional e-mail where nobody has its names, and creates without a merge", () => {
    const aliases = ["a@example.com", "also.a@example.com", "b@example.com"];
    const known = () => {
      const state = emptyState();
      const a = apply(state, 1, { identifiers: [email("a@example.com")], aliases: ["also.a@example.com"] });
      const b = apply(state, 2, { identifiers: [email("b@example.com")] });
      return { state, a: a.record.recordId, b: b.record.recordId };
    };
    const merging = known();
    const more: Partial<Upsert> = { identifiers: [email("new@example.com")], aliases };
    expect(apply(merging.state, 3, { ...more, onConflict: "merge" })).toMatchObject({
      outcome: "updated",
      matchedBy: "additionalEmails",
      mergedIds: [merging.b],
      record: { recordId: merging.a },
      fieldRejections: [],
    });
    const keeping = known();
    const created = apply(keeping.state, 3, more);
    expect(created).toMatchObject({ outcome: "created", changes: {} });
    expect(created).not.toHaveProperty("matchedBy");
    expect(created.fieldRejections.map(({ conflictingRecordId }) => conflictingRecordId)).toEqual([
      keeping.a,
      keeping.a,
      keeping.b,
    ]);
    // What others own stays theirs.
    expect(created.record.identifiers).toEqual({ email: ["new@example.com"] });
    expect(keeping.state.entities.contact.ownerOf(TEAM, email("b@example.com"))).toBe(keeping.b);
    const strict = known();
    expect(refuse(strict.state, 3, { ...more, onConflict: "strict" })).toEqual({
      outcome: "rejected",
      code: "IDENTITY_CONFLICT",
      message: "The identifiers belong to several records, and onConflict=strict applies nothing then.",
      details: [strict.a, strict.a, strict.b].map((recordId) => ({
        path: "additionalEmails",
        code: "IDENTITY_CONFLICT",
        message: `additionalEmails belongs to ${recordId}.`,
      })),
    });
  });
});

test("an id from before a merge names its survivor, whose own names are no clash", () => {
  const state = emptyState();
  const { record } = apply(state, 1, { identifiers: [jane] });
  state.entities.contact.retire(TEAM, "ctc_before", record.recordId);
  const named: Partial<Upsert> = { recordId: "ctc_before", identifiers: [jane, linkedin("jane")] };
  expect(apply(state, 2, { ...named, onConflict: "strict" })).toMatchObject({
    outcome: "updated",
    fieldRejections: [],
    record: { recordId: record.recordId },
  });
});

test("strict applies what names one record, or nobody", () => {
  const state = emptyState();
  const strict: Partial<Upsert> = { identifiers: [jane], onConflict: "strict" };
  const { record } = apply(state, 1, strict);
  expect(apply(state, 2, { ...strict, set: { firstName: "Jane" } }).record.recordId).toBe(record.recordId);
  expect(refuse(state, 3, { recordId: "ctc_nobody" }).message).toBe(
    "There is no contact with the contactId ctc_nobody.",
  );
});

describe("an item about somebody who was erased since", () => {
  const erased = (...names: readonly ReturnType<typeof email>[]) => {
    const state = emptyState();
    for (const name of names) state.entities.contact.addTombstone(TEAM, name, { clock: 10 });
    return state;
  };

  test("its strongest name says who is meant, in whatever order they are given", () => {
    const gone = erased(linkedin("jane"));
    apply(gone, 1, { identifiers: [jane] });
    for (const identifiers of [
      [linkedin("jane"), jane],
      [jane, linkedin("jane")],
    ])
      expect(apply(gone, 9, { identifiers }).fieldRejections).toEqual([
        { field: "linkedinUrl", reason: "deleted" },
      ]);
    const other = erased(jane);
    apply(other, 1, { identifiers: [linkedin("jane")] });
    expect(refuse(other, 9, { identifiers: [linkedin("jane"), jane] })).toEqual({
      outcome: "rejected",
      code: "DELETED",
      message: "The record was deleted after this request was accepted, so nothing of it was applied.",
    });
  });

  test("by an additional e-mail, where it would make a new record", () => {
    const state = erased(email("gone@example.com"));
    const by = (name: string, more: Partial<Upsert> = {}): Partial<Upsert> => ({
      identifiers: [email(name)],
      aliases: ["gone@example.com"],
      ...more,
    });
    expect(refuse(state, 9, by("new@example.com")).code).toBe("DELETED");
    expect(apply(state, 11, by("newer@example.com")).outcome).toBe("created");
    const known = erased(email("gone@example.com"));
    apply(known, 1, { identifiers: [email("known@example.com")] });
    const aliases = ["gone@example.com", "known@example.com"];
    expect(apply(known, 9, by("new@example.com", { aliases, onConflict: "merge" }))).toMatchObject({
      outcome: "updated",
      fieldRejections: [{ field: "additionalEmails", reason: "deleted" }],
    });
    const nobody = emptyState();
    expect(apply(nobody, 1, { identifiers: [jane] }).outcome).toBe("created");
  });

  test("goes on where it names a record by id", () => {
    const state = erased(email("gone@example.com"));
    const { record } = apply(state, 1, { identifiers: [jane] });
    const named = apply(state, 9, { recordId: record.recordId, identifiers: [email("gone@example.com")] });
    expect(named).toMatchObject({
      outcome: "unmodified",
      fieldRejections: [{ field: "email", reason: "deleted" }],
    });
    expect(refuse(state, 9, { recordId: "ctc_nobody", identifiers: [email("gone@example.com")] }).code).toBe(
      "DELETED",
    );
  });

  test("its record's own names are no matter", () => {
    const state = emptyState();
    const { record } = apply(state, 1, { identifiers: [linkedin("jane"), jane] });
    // It was taken from another one before, and that one erased.
    state.entities.contact.addTombstone(TEAM, jane, { clock: 10 });
    const again = apply(state, 9, {
      recordId: record.recordId,
      identifiers: [jane],
      set: { firstName: "Jane" },
    });
    expect(again).toMatchObject({ outcome: "updated", fieldRejections: [] });
  });
});
