import { expect, test } from "vitest";
import { adoptStates } from "./adopt-states.ts";
import { contactDefinition } from "./definitions.ts";
import type { RecordState } from "./record-state.ts";
import { stampOf } from "./stamp.ts";

function written(clock: number, fields: RecordState["fields"]): RecordState {
  const stamps = Object.fromEntries(Object.keys(fields).map((field) => [field, stampOf(clock)]));
  return { fields, stamps, origin: { clock, source: `source ${clock}`, createdBy: `usr_${clock}` } };
}

test("empty fields come from the first secondary that has a value; whose value was lost is told", () => {
  const survivor = written(2, { firstName: "Ann", ownerId: "usr_2" });
  const secondaries = [
    written(1, { firstName: "Anna", jobTitle: "CTO", ownerId: "usr_1" }),
    written(3, { firstName: "Ann", jobTitle: "CEO", phone: "1", ownerId: "usr_2" }),
  ];
  const { state, moved, refused } = adoptStates(contactDefinition, survivor, secondaries, 9);
  expect(state.fields).toEqual({ firstName: "Ann", ownerId: "usr_2", jobTitle: "CTO", phone: "1" });
  expect(state.origin).toEqual(survivor.origin);
  expect(moved).toEqual(["jobTitle", "phone"]);
  expect(refused).toEqual([
    { field: "firstName", value: "Anna", from: 0 },
    { field: "ownerId", value: "usr_1", from: 0 },
    { field: "jobTitle", value: "CEO", from: 1 },
  ]);
});

test("an identifier fills an empty field too; one that isn't shown isn't lost, as it goes on naming the survivor", () => {
  const { state, moved, refused } = adoptStates(
    contactDefinition,
    written(1, { email: "ann@example.com" }),
    [written(2, { email: "anna@example.com", linkedinUrl: "https://www.linkedin.com/in/anna" })],
    9,
  );
  expect(state.fields).toEqual({
    email: "ann@example.com",
    linkedinUrl: "https://www.linkedin.com/in/anna",
  });
  expect(moved).toEqual(["linkedinUrl"]);
  expect(refused).toEqual([]);
});

test("records that say the same have nothing to give", () => {
  const { moved, refused } = adoptStates(
    contactDefinition,
    written(1, { firstName: "Ann" }),
    [written(2, { firstName: "Ann" })],
    9,
  );
  expect([moved, refused]).toEqual([[], []]);
});
