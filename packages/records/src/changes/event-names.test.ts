import type { Applied } from "@onefold/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { eventNames } from "./event-names.ts";

const changes = fc.dictionary(fc.constantFrom("jobTitle", "email", "unsubscribed"), fc.constant({ to: "x" }));
const result = fc.record(
  {
    outcome: fc.constantFrom("created" as const, "updated" as const, "unmodified" as const),
    action: fc.constantFrom("merge" as const, "undo-merge" as const, "unsubscribe" as const),
    mergedIds: fc.array(fc.constant("ctc_1"), { maxLength: 2 }),
    changes,
  },
  { requiredKeys: ["outcome", "changes"] },
);

function applied(given: Partial<Applied>): Applied {
  const record = {
    recordId: "ctc_1",
    teamId: "tea_1",
    fields: {},
    identifiers: {},
    source: "api",
    createdAt: 0,
    createdBy: "usr_1",
    updatedAt: 0,
  };
  return { outcome: "updated", changes: {}, warnings: [], fieldRejections: [], record, ...given };
}

test("each event is told once, nothing of a dry run, and what was created wasn't updated", () => {
  fc.assert(
    fc.property(result, (given) => {
      const names = eventNames(applied(given));
      expect(new Set(names).size).toBe(names.length);
      expect(names.includes("created")).toBe(given.outcome === "created");
      if (given.outcome === "created") expect(names).not.toContain("updated");
      else {
        expect(names.includes("subscription")).toBe("unsubscribed" in given.changes);
        expect(names.includes("merged")).toBe((given.mergedIds ?? []).length > 0);
      }
      expect(eventNames({ ...applied(given), dryRun: true })).toEqual([]);
    }),
  );
});

test("what was rejected is no event", () => {
  expect(eventNames({ outcome: "rejected", code: "DELETED", message: "" })).toEqual([]);
});

test("who is created unsubscribed is told as that too", () => {
  const { record } = applied({});
  expect(eventNames(applied({ outcome: "created", record: { ...record, unsubscribed: true } }))).toEqual([
    "created",
    "subscription",
  ]);
});
