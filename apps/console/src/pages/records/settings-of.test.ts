import type { HistoryEntry } from "@onefold/client/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chainOf } from "./chain-of.ts";
import { comingOf, settingsOf } from "./settings-of.ts";

const OWN = "ctc_own";
const OTHER = "ctc_other";

/** A history, newest first, of entries of which each says only what matters. */
function history(...entries: readonly Partial<HistoryEntry>[]): HistoryEntry[] {
  return entries.map((entry, index) => ({
    at: "2026-11-28T10:00:00.000Z",
    clock: 1_000 - index,
    action: "upsert",
    outcome: "updated",
    recordId: OWN,
    job: { id: `job_${index}`, url: "" },
    row: 0,
    ...entry,
  }));
}

test("the last write of a field has set it, and says what stood before", () => {
  const entries = history(
    { changes: { jobTitle: { from: "CTO" } } },
    { changes: { jobTitle: { from: "VP", to: "CTO" } } },
    { outcome: "created", changes: { jobTitle: { to: "VP" }, firstName: { to: "Jane" } } },
  );
  const settings = settingsOf(OWN, entries);
  expect(settings.get("jobTitle")).toEqual({ entry: entries[0], before: "CTO" });
  expect(settings.get("firstName")).toEqual({ entry: entries[2], before: undefined });
});

test("what a merge brought tells of who had set it at the other record", () => {
  const entries = history(
    { action: "merge", mergedIds: [OTHER], changes: { location: { to: "Lyon" } } },
    { recordId: OTHER, outcome: "created", changes: { location: { to: "Lyon" } } },
  );
  expect(settingsOf(OWN, entries).get("location")?.origin).toBe(entries[1]);
});

test("by random histories: each field is set by the newest entry of the record that changed it", () => {
  const change = fc.record({
    recordId: fc.constantFrom(OWN, OTHER),
    changes: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.record({ to: fc.constantFrom("x", "y") })),
  });
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const entries = history(...changes);
      const settings = settingsOf(OWN, entries);
      for (const field of ["a", "b", "c"]) {
        const newest = entries.find((entry) => entry.recordId === OWN && entry.changes?.[field]);
        expect(settings.get(field)?.entry).toBe(newest);
      }
    }),
  );
});

test("an identifier came where it was first: with the record, later, or with another one", () => {
  const entries = history(
    { action: "merge", mergedIds: [OTHER], changes: { additionalEmails: { to: ["b@example.com"] } } },
    { changes: { additionalEmails: { to: ["c@example.com"] } } },
    { recordId: OTHER, outcome: "created", changes: { email: { to: "b@example.com" } } },
    { outcome: "created", changes: { email: { to: "a@example.com" } } },
  );
  const how = (value: string) => comingOf(OWN, entries, { field: "email", value }, "additionalEmails")?.how;
  expect(["a", "b", "c", "d"].map((name) => how(`${name}@example.com`))).toEqual([
    "created",
    "merged",
    "given",
    undefined,
  ]);
});

test("the chain has what made it one record, the oldest first, and nothing else", () => {
  const entries = history(
    { action: "undo-merge" },
    { action: "remove-email", changes: { additionalEmails: { from: ["c@example.com"] } } },
    { mergedIds: [OTHER], matchedBy: "email", changes: {} },
    { changes: { jobTitle: { to: "CTO" } }, matchedBy: "email" },
    { changes: { additionalEmails: { to: ["c@example.com"] } }, matchedBy: "email" },
    { outcome: "created", changes: { email: { to: "a@example.com" }, firstName: { to: "Jane" } } },
  );
  expect(chainOf("contact", entries)).toMatchObject([
    { kind: "created", by: [{ field: "email", value: "a@example.com" }] },
    { kind: "joined", found: "email", brought: [{ field: "email", value: "c@example.com" }] },
    { kind: "merged", ids: [OTHER], byHand: false },
    { kind: "removed", taken: [{ field: "email", value: "c@example.com" }] },
    { kind: "undone" },
  ]);
});
