import fc from "fast-check";
import { expect, test } from "vitest";
import { inOrder } from "./in-order.ts";

test("those with a name in common go one after another, in their order, and all have ended at the end", async () => {
  const name = fc.constantFrom("a", "A ", "b", "c");
  const item = fc.record({ email: name, others: fc.array(name, { maxLength: 2 }), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 12 }), async (rows) => {
      const running = new Set<string>();
      const done: number[] = [];
      const items = rows.map((row, at) => ({ row, at }));
      const all = inOrder(items, ["email", "others"], async ({ row, at }) => {
        const own = new Set([row.email, ...row.others].map((each) => each.trim().toLowerCase()));
        for (const each of own) {
          expect(running).not.toContain(each);
          running.add(each);
        }
        await new Promise((resolve) => setImmediate(resolve));
        for (const each of own) running.delete(each);
        done.push(at);
        if (row.fails) throw new Error(`${at}`);
        return at;
      });
      const first = rows.findIndex(({ fails }) => fails);
      if (first < 0) expect(await all).toEqual(rows.map((_, at) => at));
      else await expect(all).rejects.toThrow(`${first}`);
      expect(done.toSorted((a, b) => a - b)).toEqual(rows.map((_, at) => at));
      const ofA = done.filter((at) => rows[at]?.email.trim().toLowerCase() === "a");
      expect(ofA).toEqual(ofA.toSorted((a, b) => a - b));
    }),
  );
});
