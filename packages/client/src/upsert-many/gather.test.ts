import fc from "fast-check";
import { expect, test } from "vitest";
import { gather } from "./gather.ts";

const options = { rows: 5, characters: 1_000, lingerMs: 0, signal: new AbortController().signal };

test("every row is in one batch, in its order, and no batch is too large", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ pause: fc.boolean(), text: fc.string({ maxLength: 40 }) }), { maxLength: 40 }),
      fc.boolean(),
      async (rows, isSlow) => {
        async function* source() {
          for (const row of rows) {
            if (row.pause) await new Promise((resolve) => setImmediate(resolve));
            yield row;
          }
        }
        const seen: object[] = [];
        for await (const batch of gather(source(), { ...options, characters: 100 })) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(5);
          const before = batch.slice(0, -1).reduce((sum, { line }) => sum + line.length, 0);
          expect(before).toBeLessThan(100);
          for (const { index, row, line } of batch) {
            expect(index).toBe(seen.length);
            expect(JSON.parse(line)).toEqual(row);
            seen.push(row);
          }
          if (isSlow) await new Promise((resolve) => setImmediate(resolve));
        }
        expect(seen).toEqual(rows);
      },
    ),
  );
});

test("it reads on while a batch is dealt with, as far as one more batch", async () => {
  let read = 0;
  function* source() {
    for (;;) yield { n: read++ };
  }
  const batches = gather(source(), { ...options, lingerMs: 60_000 });
  await batches.next();
  await expect.poll(() => read).toBe(11);
  await batches.next();
  await expect.poll(() => read).toBe(16);
  await batches.return();
  expect(read).toBe(16);
});

test("rows that come soon after go along; a row that comes alone is given in time", async () => {
  const second = Promise.withResolvers<void>();
  async function* source() {
    yield { n: 1 };
    await Promise.resolve();
    yield { n: 2 };
    await second.promise;
    yield { n: 3 };
  }
  const batches = gather(source(), { ...options, lingerMs: 5 });
  expect((await batches.next()).value).toHaveLength(2);
  second.resolve();
  expect((await batches.next()).value).toHaveLength(1);
  expect((await batches.next()).done).toBe(true);
});

test("what the source throws comes after what it gave", async () => {
  const broken = new Error("broken");
  function* source() {
    yield { n: 1 };
    throw broken;
  }
  const batches = gather(source(), options);
  expect((await batches.next()).value).toHaveLength(1);
  await expect(batches.next()).rejects.toBe(broken);
});

test("a row is given in time also where the event loop was busy, and timers come early", async () => {
  const never = new Promise<void>(() => {});
  async function* source() {
    yield { n: 1 };
    await never;
  }
  for (let time = 0; time < 20; time++) {
    await new Promise((resolve) => setImmediate(resolve));
    // Timers count from the beginning of this turn.
    for (const until = performance.now() + 30; performance.now() < until;);
    const batches = gather(source(), { ...options, lingerMs: 20 });
    expect((await batches.next()).value).toHaveLength(1);
    await batches.return();
  }
});
