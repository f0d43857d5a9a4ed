import * as fc from "fast-check";
import { expect, test } from "vitest";
import { beginningOf } from "./beginning-of.ts";

const pack = (bytes: Uint8Array<ArrayBuffer>) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
const bytesOf = async (blob: Blob | undefined) => new Uint8Array((await blob?.arrayBuffer()) ?? []);

test("a packed file begins as the same file that isn't packed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.nat(2_500), async (array, length) => {
      const bytes = new Uint8Array(array);
      const plain = await beginningOf(new Blob([bytes]), false, length);
      const packed = await beginningOf(new Blob([await pack(bytes)]), true, length);
      expect(await bytesOf(packed)).toEqual(await bytesOf(plain));
      expect(await bytesOf(plain)).toEqual(bytes.subarray(0, length));
    }),
  );
});

test("little of what comes after the beginning is read", async () => {
  const blocks = Array.from({ length: 62 }, () => crypto.getRandomValues(new Uint8Array(65_536)));
  const packed = await pack(new Uint8Array(await new Blob(blocks).arrayBuffer()));
  const broken = new Blob([packed.subarray(0, 2_000_000), "no gzip any more"]);
  let read = 0;
  const counted = Object.assign(broken.slice(), {
    slice(start: number, end: number) {
      read = Math.max(read, end);
      return broken.slice(start, end);
    },
  });
  expect((await beginningOf(counted, true, 100_000))?.size).toBe(100_000);
  expect(read).toBeLessThan(300_000);
});

test("what was packed in two parts is the service's to unpack, as is a broken end", async () => {
  const part = await pack(new TextEncoder().encode("email\njane@example.com\n"));
  expect(await beginningOf(new Blob([part, part]), true, 1_000)).toBeUndefined();
  expect(await beginningOf(new Blob([part.subarray(0, -4)]), true, 1_000)).toBeUndefined();
});

test("a file that isn't packed as its name says is told so", async () => {
  await expect(beginningOf(new Blob(["email\njane@example.com\n"]), true, 100)).rejects.toThrow(/is no gzip/);
});
