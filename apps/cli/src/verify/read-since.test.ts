import { expect, test } from "vitest";
import { readSince, readSpan } from "./read-since.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");

test.each([
  ["90m", { agoMs: 5_400_000 }],
  ["24h", { agoMs: 86_400_000 }],
  ["7d", { agoMs: 604_800_000 }],
  ["2026-11-25", { at: Date.parse("2026-11-25T00:00:00Z") }],
  ["2026-11-25T08:00Z", { at: Date.parse("2026-11-25T08:00:00Z") }],
  ["2026-11-25T08:00:00.5+02:00", { at: Date.parse("2026-11-25T06:00:00.500Z") }],
])("%s is a time", (text, since) => {
  expect(readSince(text, NOW)).toEqual(since);
});

test.each([
  ["soon", "It takes a span or a time"],
  ["0h", "It takes a span or a time"],
  ["24", "It takes a span or a time"],
  ["-1d", "It takes a span or a time"],
  ["2026-02-30", "It takes a span or a time"],
  ["2026-11-25T25:00Z", "It takes a span or a time"],
  ["2026-11-25T08:00", "A time says its zone: 2026-11-25T08:00Z"],
  ["2026-11-25 08:00", "A time says its zone: 2026-11-25T08:00Z"],
  ["2026-11-27", "2026-11-27T00:00:00.000Z isn't over yet"],
])("%s is none", (text, message) => {
  expect(() => readSince(text, NOW)).toThrow(message);
});

test("a span takes no time", () => {
  expect(readSpan("15m")).toBe(900_000);
  expect(() => readSpan("2026-11-25")).toThrow("It takes a number and a unit");
});
