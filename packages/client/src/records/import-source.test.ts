import { expect, test } from "vitest";
import { bodyOf } from "./import-source.ts";

test("a source that failed in one attempt isn't at fault in the next one", async () => {
  const broken = new Error("the disk is gone");
  let opened = 0;
  async function* source() {
    yield "email\n";
    if (opened++ === 0) throw broken;
  }
  const body = bodyOf(() => source());
  await expect(new Response(body.make()).text()).rejects.toBe(broken);
  expect(body.failure()).toEqual({ error: broken });
  expect(await new Response(body.make()).text()).toBe("email\n");
  expect(body.failure()).toBeUndefined();
});
