import { isLater, stampOf, withConsent } from "@onefold/identity";
import type { RecordState } from "@onefold/identity";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toldAll } from "./trace-merge.ts";

const time = fc.integer({ min: 1, max: 9 });
const said = fc.record({ unsubscribed: fc.boolean(), at: time });

function secondaryOf(own: { unsubscribed: boolean; at: number } | null) {
  const nobody: RecordState = {
    fields: { firstName: "Jane" },
    stamps: { firstName: stampOf(1) },
    origin: { clock: 1, source: "s", createdBy: "usr_1" },
  };
  const state = own
    ? withConsent(nobody, { unsubscribed: own.unsubscribed, stamp: stampOf(own.at) })
    : nobody;
  const record = { teamId: "tea_1", recordId: "ctc_1", state, identifiers: [], updatedClock: 9 };
  return { record, state, updatedClock: 9, identifiers: [] };
}

test("of a record and of the item that merges it the later word holds once it is back, and nothing else of it changes", () => {
  fc.assert(
    fc.property(fc.array(fc.option(said)), said, time, (owns, item, clock) => {
      const stamp = stampOf(10 + clock, item.at);
      const secondaries = owns.map(secondaryOf);
      const told = toldAll(secondaries, { unsubscribed: item.unsubscribed, stamp });
      expect(told).toHaveLength(owns.length);
      for (const [index, own] of owns.entries()) {
        const [before, after] = [secondaries[index], told[index]];
        const holds = own && !isLater(stamp, stampOf(own.at)) ? own : item;
        expect(after?.state.fields).toEqual({
          firstName: "Jane",
          ...(holds.unsubscribed && { unsubscribed: true }),
        });
        const isChanged = (own?.unsubscribed ?? false) !== holds.unsubscribed;
        expect(after?.updatedClock).toBe(isChanged ? 10 + clock : 9);
        expect(after?.state.origin).toEqual(before?.state.origin);
      }
      expect(toldAll(secondaries, undefined)).toEqual(secondaries);
    }),
  );
});
