import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPlanAges } from "./plan-ages.ts";

const step = fc.record({ ms: fc.nat(3_000), rows: fc.nat(2_000), session: fc.nat(2) });

test("no session uses plans of ten seconds ago, nor of half a second and 1,000 rows ago; none makes them oftener", () => {
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let time = 0;
      let written = 0;
      const sessions = [{}, {}, {}];
      const made = new Map<object, { at: number; written: number }>();
      const ages = createPlanAges(() => time);
      for (const { ms, rows, session: index } of steps) {
        time += ms;
        written += rows;
        ages.noteWritten(rows);
        const session = sessions[index] ?? {};
        const last = made.get(session) ?? { at: time, written };
        const [age, since] = [time - last.at, written - last.written];
        const isDue = ages.isDue(session);
        expect(isDue).toBe(age >= 10_000 || (age >= 500 && since >= 1_000));
        made.set(session, isDue ? { at: time, written } : last);
      }
    }),
  );
});
