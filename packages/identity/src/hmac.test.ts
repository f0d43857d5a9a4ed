import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createHmacSha256 } from "./hmac.ts";

const bytes = fc.uint8Array({ maxLength: 200, size: "max" });
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200, size: "max" }),
  fc.string({ maxLength: 20 }),
);

test("it is that of node:crypto, for any key and parts, also after longer ones", () => {
  fc.assert(
    fc.property(
      fc.oneof(bytes, text),
      fc.array(fc.array(fc.oneof(bytes, text), { maxLength: 4 })),
      (key, messages) => {
        const mac = createHmacSha256(key);
        for (const parts of messages) {
          const expected = createHmac("sha256", key);
          for (const part of parts) expected.update(part);
          expect(mac(...parts)).toBe(expected.digest("hex"));
        }
      },
    ),
  );
});
