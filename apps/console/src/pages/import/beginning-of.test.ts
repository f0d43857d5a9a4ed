import * as fc from "fast-check";
import { expect, test } from "vitest";
import { beginningOf } from "./beginning-of.ts";

const pack = (bytes: Uint8Array<ArrayBuffer>) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

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

test("what comes after the beginning is not unpacked", async () => {
  const blocks = Array.from({ length: 62 }, () => crypto.getRandomValues(new Uint8Array(65_536)));
  const packed = await pack(new Uint8Array(await new Blob(blocks).arrayBuffer()));
  const broken = new Blob([packed.subarray(0, 2_000_000), "no gzip any more"]);
  expect((await beginningOf(broken, true, 100_000)).size).toBe(100_000);
});

test("a file that isn't packed as its name says is told so", async () => {
  await expect(beginningOf(new Blob(["email\njane@example.com\n"]), true, 100)).rejects.toThrow(/is no gzip/);
});
