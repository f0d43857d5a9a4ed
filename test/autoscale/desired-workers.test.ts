import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredWorkers } from "./desired-workers.ts";
import type { Advice, Scaling, Signal } from "./desired-workers.ts";

const RULE = { min: 1, max: 10, downWindowMs: 60_000 };

function desired(current: number, signals: readonly Signal[], more: Partial<Scaling> = {}): number {
  return desiredWorkers({ current, signals, rule: RULE, at: 0, advice: [], ...more }).workers;
}

const BUSY = { target: 0.8 };
const AGE = { target: 3 };

describe("one look", () => {
  test.each([
    { what: "busy over target", current: 2, signals: [{ ...BUSY, value: 1 }], workers: 3 },
    { what: "old chunks", current: 2, signals: [{ ...AGE, value: 6 }], workers: 4 },
    {
      what: "the largest wins",
      current: 2,
      signals: [
        { ...BUSY, value: 0.1 },
        { ...AGE, value: 4 },
      ],
      workers: 3,
    },
    { what: "a tenth over target", current: 5, signals: [{ ...AGE, value: 3.3 }], workers: 5 },
    { what: "a tenth under target", current: 10, signals: [{ ...AGE, value: 2.7 }], workers: 10 },
    { what: "no more than max", current: 4, signals: [{ ...AGE, value: 300 }], workers: 10 },
    { what: "no fewer than min", current: 4, signals: [{ ...AGE, value: 0 }], workers: 1 },
    {
      what: "less",
      current: 4,
      signals: [
        { ...BUSY, value: 0.4 },
        { ...AGE, value: 0 },
      ],
      workers: 2,
    },
    {
      what: "not read",
      current: 4,
      signals: [
        { ...BUSY, value: 0.1 },
        { ...AGE, value: undefined },
      ],
      workers: 4,
    },
    {
      what: "not read, but busy",
      current: 4,
      signals: [
        { ...BUSY, value: 1 },
        { ...AGE, value: undefined },
      ],
      workers: 5,
    },
  ])("$what: $current to $workers", ({ current, signals, workers }) => {
    expect(desired(current, signals)).toBe(workers);
  });
});

describe("fewer workers wait for the window", () => {
  test("the most that was advised within it stays, and no more than there are", () => {
    const idle = [{ ...AGE, value: 0 }];
    const advice = [{ at: 0, workers: 3 }];
    expect(desired(5, idle, { advice, at: 59_999 })).toBe(3);
    expect(desired(5, idle, { advice, at: 60_000 })).toBe(1);
    expect(desired(2, idle, { advice, at: 59_999 })).toBe(2);
  });

  test("an idle service goes down once, after the window", () => {
    let advice: readonly Advice[] = [];
    let current = 1;
    const seen: number[] = [];
    for (let second = 0; second <= 70; second += 10) {
      const signals = [{ ...AGE, value: second === 0 ? 12 : 0 }];
      const next = desiredWorkers({ current, signals, rule: RULE, at: second * 1_000, advice });
      ({ workers: current, advice } = next);
      seen.push(current);
    }
    expect(seen).toEqual([4, 4, 4, 4, 4, 4, 1, 1]);
  });
});

describe("whatever the signals", () => {
  const signal = fc.record({
    value: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined }),
    target: fc.double({ min: 0.1, max: 20, noNaN: true }),
  });
  const scaling = fc
    .record({ min: fc.integer({ min: 1, max: 10 }), room: fc.nat(20), downWindowMs: fc.nat(100_000) })
    .chain(({ min, room, downWindowMs }) =>
      fc.record({
        current: fc.integer({ min, max: min + room }),
        signals: fc.array(signal, { minLength: 1, maxLength: 3 }),
        rule: fc.constant({ min, max: min + room, downWindowMs }),
        at: fc.integer({ min: 100_000, max: 200_000 }),
        advice: fc.array(fc.record({ at: fc.nat(100_000), workers: fc.integer({ min, max: min + room }) }), {
          maxLength: 5,
        }),
      }),
    );

  function isNear({ value, target }: Signal): boolean {
    return value !== undefined && Math.abs(value / target - 1) <= 0.1;
  }

  test("never outside min and max", () => {
    fc.assert(
      fc.property(scaling, (given) => {
        const { workers } = desiredWorkers(given);
        expect(workers).toBeGreaterThanOrEqual(given.rule.min);
        expect(workers).toBeLessThanOrEqual(given.rule.max);
        expect(Number.isInteger(workers)).toBe(true);
      }),
    );
  });

  test("never below what one signal alone asks for", () => {
    fc.assert(
      fc.property(scaling, (given) => {
        const { workers } = desiredWorkers(given);
        for (const each of given.signals)
          expect(workers).toBeGreaterThanOrEqual(desired(given.current, [each], { rule: given.rule }));
      }),
    );
  });

  test("more workers where a signal is past its target, up to max", () => {
    fc.assert(
      fc.property(scaling, fc.double({ min: 1.11, max: 50, noNaN: true }), (given, times) => {
        const signals = [...given.signals, { value: times * 3, target: 3 }];
        const { workers } = desiredWorkers({ ...given, signals });
        expect(workers).toBeGreaterThanOrEqual(Math.min(given.rule.max, given.current + 1));
      }),
    );
  });

  test("as many where all are near their targets", () => {
    const near = fc
      .record({
        target: signal.map(({ target }) => target),
        share: fc.double({ min: 0.91, max: 1.09, noNaN: true }),
      })
      .map(({ target, share }) => ({ target, value: target * share }));
    fc.assert(
      fc.property(scaling, fc.array(near, { minLength: 1 }), (given, signals) => {
        expect(signals.every(isNear)).toBe(true);
        expect(desiredWorkers({ ...given, signals }).workers).toBe(given.current);
      }),
    );
  });

  test("fewer only where all advice of the window is", () => {
    fc.assert(
      fc.property(scaling, (given) => {
        const { workers } = desiredWorkers(given);
        const recent = given.advice.filter(({ at }) => given.at - at < given.rule.downWindowMs);
        for (const each of recent)
          expect(workers).toBeGreaterThanOrEqual(Math.min(each.workers, given.current));
      }),
    );
  });
});
