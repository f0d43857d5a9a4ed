import type { Webhook } from "@onefold/client/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stateOf } from "./state-of.ts";

const AT = "2026-11-28T12:00:00.000Z";
const webhook: Webhook = {
  id: "hoo_1",
  url: "https://hooks.example.com/",
  enabled: true,
  createdAt: AT,
  createdBy: "usr_1",
  waiting: 0,
};
const time = fc.option(fc.constant(AT), { nil: undefined });

test("one that is disabled is told so whatever else, and one that fails is never called delivering", () => {
  fc.assert(
    fc.property(
      fc.record({ enabled: fc.boolean(), failingSince: time, replaySince: time, lastSuccessAt: time }),
      fc.constantFrom("asked", "failing", "gone", undefined),
      ({ enabled, ...times }, disabledReason) => {
        const given = Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined));
        const state = stateOf({
          ...webhook,
          ...given,
          enabled,
          ...(!enabled && disabledReason && { disabledReason }),
        });
        expect(state.word.startsWith("disabled")).toBe(!enabled);
        if (enabled && times.failingSince) expect(state.word).toBe("failing");
        expect(state.tone === "good").toBe(state.word === "delivering");
      },
    ),
  );
});
