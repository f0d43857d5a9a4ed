import fc from "fast-check";
import { expect, test } from "vitest";
import { newReplyChannel, readReplies, writeReplies } from "./replies.ts";

const Replies = fc.array(
  fc.record({
    jobId: fc.string({ minLength: 1, maxLength: 40 }),
    row: fc.nat(),
    clock: fc.maxSafeNat(),
    result: fc.option(
      fc.oneof(
        fc.json(),
        fc.string({ maxLength: 900, unit: "binary" }).map((text) => JSON.stringify(text)),
      ),
      { nil: undefined },
    ),
  }),
  { maxLength: 30 },
);

test("what is written is what is read, in messages that fit; a result that doesn't fit is left out", () => {
  fc.assert(
    fc.property(Replies, fc.integer({ min: 400, max: 2_000 }), (replies, maxBytes) => {
      const messages = writeReplies(replies, maxBytes);
      for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(maxBytes);
      const read = messages.flatMap(readReplies);
      expect(read.map(({ jobId, row, clock }) => [jobId, row, clock])).toEqual(
        replies.map(({ jobId, row, clock }) => [jobId, row, clock]),
      );
      for (const [at, { result }] of replies.entries()) {
        const found = read[at]?.result;
        if (found !== undefined) expect(found).toEqual(JSON.parse(result ?? ""));
        if (result !== undefined && Buffer.byteLength(result) < maxBytes - 350) expect(found).toBeDefined();
      }
    }),
  );
});

test("what is no message of replies says nothing", () => {
  const text = fc.oneof(fc.string(), fc.json(), fc.constantFrom('[["job"]]', '[["job","row",1]]', "[1]"));
  fc.assert(
    fc.property(text, (message) => {
      expect(readReplies(message)).toEqual([]);
    }),
  );
});

test("a channel isn't guessed, and is a name that each store takes", () => {
  const channels = Array.from({ length: 100 }, newReplyChannel);
  expect(new Set(channels).size).toBe(100);
  for (const channel of channels) expect(channel).toMatch(/^[0-9a-f]{32}$/);
});
