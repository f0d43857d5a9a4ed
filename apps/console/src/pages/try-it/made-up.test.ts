import * as fc from "fast-check";
import { expect, test } from "vitest";
import { madeUpPeople, newRun, raceOf } from "./made-up.ts";

test("made-up people are all different, and at example.com", () => {
  fc.assert(
    fc.property(fc.nat(3_000), (count) => {
      const emails = madeUpPeople("run1", count).map(({ email }) => email);
      expect(new Set(emails).size).toBe(count);
      for (const email of emails) expect(email).toMatch(/^[a-z]+\.[a-z]+\.run1\.\d+@example\.com$/);
    }),
    { numRuns: 20 },
  );
});

test("a race is about one person, whom no other run has", () => {
  const [one, other] = [newRun(), newRun()];
  expect(one).not.toBe(other);
  expect(new Set(raceOf(one, 50).map((each) => Object(each).email))).toEqual(
    new Set([`racer.${one}@example.com`]),
  );
});
