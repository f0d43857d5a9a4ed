import { definitionOf } from "@onefold/identity";
import type { RecordState } from "@onefold/identity";
import { expect, test } from "vitest";
import { snapshotOf } from "./snapshot.ts";

test("a snapshot has every field that has no place of its own, whatever its name", () => {
  const fields: RecordState["fields"] = JSON.parse(
    '{"email":"j@example.com","ownerId":"usr_2","unsubscribed":true,"__proto__":"kept","constructor":"kept","phone":"1"}',
  );
  const state = { fields, stamps: {}, origin: { clock: 1_000, source: "api", createdBy: "usr_1" } };
  const record = { teamId: "tea_1", recordId: "ctc_1", identifiers: [], updatedClock: 2_000 };
  const snapshot = snapshotOf(definitionOf("contact"), record, state, () => undefined);
  expect(Object.entries(snapshot.fields)).toEqual([
    ["__proto__", "kept"],
    ["constructor", "kept"],
    ["phone", "1"],
  ]);
  expect(snapshot).toMatchObject({ ownerId: "usr_2", unsubscribed: true });
});
