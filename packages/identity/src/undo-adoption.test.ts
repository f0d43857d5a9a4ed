import type { Identifier } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { adoptStates } from "./adopt-states.ts";
import { contactDefinition } from "./definitions.ts";
import { fold } from "./fold.ts";
import { joinStates } from "./join-states.ts";
import type { Patch, RecordState } from "./record-state.ts";
import { stampOf } from "./stamp.ts";
import { undoAdoption, withConsent, withOwnPrimaries } from "./undo-adoption.ts";

function patch(clock: number, set: Patch["set"], clear: string[] = []): Patch {
  return {
    stamp: stampOf(clock),
    set,
    clear,
    origin: { clock, source: `source ${clock}`, createdBy: `usr_${clock}` },
  };
}

function written(clock: number, set: Patch["set"]): RecordState {
  return fold(undefined, patch(clock, set)).state;
}

describe("undoAdoption", () => {
  const survivor = written(1, { firstName: "Ann", jobTitle: "CTO" });
  const others = [written(2, { phone: "1", city: "Rome", unsubscribed: true })];
  const { state: merged, moved } = adoptStates(contactDefinition, survivor, others, 9);
  const trace = { restored: survivor, merged, moved, others };
  const undone = (...since: Patch[]) =>
    undoAdoption(
      since.reduce((state, each) => fold(state, each).state, merged),
      trace,
    );

  test("takes back what the merge brought, and keeps what was written since", () => {
    const { state, kept, consent } = undone(patch(10, { phone: "2", firstName: "Anna" }));
    expect({ ...state.fields }).toStrictEqual({ firstName: "Anna", jobTitle: "CTO", phone: "2" });
    expect({ ...state.stamps }).toStrictEqual({
      firstName: stampOf(10),
      jobTitle: stampOf(1),
      phone: stampOf(10),
    });
    expect(kept).toEqual(["phone"]);
    expect(consent).toBeUndefined();
  });

  test("what was cleared since stays cleared", () => {
    const { state, kept } = undone(patch(10, {}, ["firstName", "phone"]));
    expect({ ...state.fields }).toStrictEqual({ jobTitle: "CTO" });
    expect(state.stamps).toMatchObject({ firstName: stampOf(10), phone: stampOf(10) });
    expect(kept).toEqual(["phone"]);
  });

  test.each([
    ["an unsubscribe", patch(10, { unsubscribed: true }), true],
    ["a resubscribe", patch(10, {}, ["unsubscribed"]), false],
  ])("%s since holds for all of them, so it isn't told as kept", (_, since, unsubscribed) => {
    const { kept, consent } = undone(since);
    expect(consent).toEqual({ unsubscribed, stamp: stampOf(10) });
    expect(kept).toEqual([]);
  });

  test("the survivor comes from where it came from, unless an earlier write has arrived since", () => {
    const older = written(1, { firstName: "Ann" });
    const newer = written(2, { firstName: "Anna" });
    const joined = joinStates(newer, older);
    const joinTrace = { restored: newer, merged: joined, moved: [], others: [older] };
    expect(joined.origin).toEqual(older.origin);
    expect(undoAdoption(joined, joinTrace).state.origin).toEqual(newer.origin);
    const earliest = patch(0, { city: "Rome" });
    expect(undoAdoption(fold(joined, earliest).state, joinTrace).state.origin).toEqual(earliest.origin);
  });
});

describe("withOwnPrimaries", () => {
  const stamp = stampOf(20);
  const email = (value: string): Identifier => ({ kind: "email", value });
  const linkedin: Identifier = { kind: "linkedin", value: "https://www.linkedin.com/in/ann" };
  const shows = (fields: RecordState["fields"]): RecordState => written(1, { firstName: "Ann", ...fields });
  const now = shows({ email: "theirs@example.com" });

  test.each([
    ["the former one", [email("old@example.com"), email("former@example.com")], "former@example.com"],
    [
      "else the oldest of its others of the kind",
      [linkedin, email("old@example.com"), email("new@example.com")],
      "old@example.com",
    ],
    ["else nothing", [linkedin], undefined],
  ])("a primary that names somebody else gives way to %s", (_, own, shown) => {
    const before = shows({ email: "former@example.com" });
    const { fields, stamps, origin } = withOwnPrimaries(contactDefinition, now, own, before, stamp);
    expect({ ...fields }).toStrictEqual({ firstName: "Ann", ...(shown !== undefined && { email: shown }) });
    expect(stamps).toEqual({ firstName: stampOf(1), email: stamp });
    expect(origin).toEqual(now.origin);
  });

  test.each([
    ["its own primaries", [email("old@example.com"), email("theirs@example.com")], now],
    ["no primary, as somebody has cleared it", [email("old@example.com")], shows({})],
  ])("a record with %s is left as it is", (_, own, state) => {
    const before = shows({ email: "old@example.com" });
    expect(withOwnPrimaries(contactDefinition, state, own, before, stamp)).toBe(state);
  });
});

describe("withConsent", () => {
  const asked = (clock: number) => written(clock, { firstName: "Ann", unsubscribed: true });

  test.each([
    ["an unsubscribe", true, { firstName: "Ann", unsubscribed: true }],
    ["a resubscribe", false, { firstName: "Ann" }],
  ])("%s holds for a record that knows nothing later", (_, unsubscribed, fields) => {
    const consent = { unsubscribed, stamp: stampOf(5) };
    for (const state of [asked(4), written(4, { firstName: "Ann" })]) {
      const after = withConsent(state, consent);
      expect(after.fields).toStrictEqual(fields);
      expect(after.stamps).toEqual({ firstName: stampOf(4), unsubscribed: stampOf(5) });
      expect(after.origin).toEqual(state.origin);
    }
  });

  test.each([true, false])("what its person said later stands (unsubscribed: %s)", (unsubscribed) => {
    const state = asked(6);
    expect(withConsent(state, { unsubscribed, stamp: stampOf(5) })).toBe(state);
  });
});
