import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { begunPages, writtenPages } from "./written-pages.ts";

async function* pagesOf(...pages: readonly number[][]) {
  yield* pages;
}

async function textOf(texts: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const text of texts) found.push(text);
  return found;
}

const write = (rows: readonly number[]) => rows.map((row) => `${row};`).join("");

test("the header comes with the first rows, also where there are none", async () => {
  const writer = { header: "h:", cells: 1, write };
  expect(await textOf(writtenPages(writer, pagesOf([1, 2], [], [3])))).toEqual(["h:1;2;", "3;"]);
  expect(await textOf(writtenPages(writer, pagesOf([])))).toEqual(["h:"]);
  expect(await textOf(writtenPages({ ...writer, header: "" }, pagesOf()))).toEqual([]);
});

test("rows of many values are written a few at a time, with a turn for others in between", async () => {
  const sizes: number[] = [];
  const counting = {
    header: "",
    cells: 1_000,
    write: (rows: readonly number[]) => `${sizes.push(rows.length)}`,
  };
  const rows = Array.from({ length: 1_000 }, (_, row) => row);
  const texts = writtenPages(counting, pagesOf(rows));
  let turns = 0;
  const over = new AbortController();
  const others = (async () => {
    for (; !over.signal.aborted; turns++) await setImmediate();
  })();
  await textOf(texts);
  over.abort();
  await others;
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(1_000);
  expect(turns).toBeGreaterThanOrEqual(sizes.length - 1);
});

test("a client that may have no more gets no further page", async () => {
  const pages = pagesOf([1], [2], [3]);
  const first = await pages.next();
  let asked = 0;
  const begun = begunPages(first, pages, async () => {
    if (++asked === 2) throw new Error("revoked");
  });
  const seen: number[][] = [];
  const reading = (async () => {
    for await (const page of begun) seen.push(page);
  })();
  await expect(reading).rejects.toThrow("revoked");
  expect(seen).toEqual([[1], [2]]);
});
