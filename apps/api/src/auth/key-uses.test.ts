import type { KeyOwner } from "@onefold/records";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyUses } from "./key-uses.ts";

const keyOf = (n: number): KeyOwner => ({
  teamId: `tea_${n % 2}`,
  userId: "usr_1",
  keyId: `key_${n}`,
  blocked: false,
  scopes: ["read"],
  onConflict: "prefer",
});

test("each key is written at its first use, and again a minute after at the earliest; never two writes at once", async () => {
  const steps = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 0, max: 90_000 })), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(steps, async (uses) => {
      let [time, atOnce, most] = [0, 0, 0];
      const written: string[] = [];
      const noted = createKeyUses({
        now: () => time,
        async write(teamId, keyIds) {
          most = Math.max(most, ++atOnce);
          written.push(...keyIds.map((id) => `${teamId} ${id}`));
          await Promise.resolve();
          atOnce--;
        },
        onError: (error) => expect(error).toBeUndefined(),
      });
      const expected: string[] = [];
      const last = new Map<number, number>();
      for (const [n, pause] of uses) {
        time += pause;
        noted.note([keyOf(n)]);
        await noted[Symbol.asyncDispose]();
        if (time - (last.get(n) ?? -60_000) < 60_000) continue;
        last.set(n, time);
        expected.push(`${keyOf(n).teamId} ${keyOf(n).keyId}`);
      }
      expect(written).toEqual(expected);
      expect(most).toBeLessThanOrEqual(1);
    }),
  );
});

test("a write that fails is told, and the others of that time are written all the same", async () => {
  const [written, errors]: [string[], unknown[]] = [[], []];
  const noted = createKeyUses({
    write: (teamId) =>
      teamId === "tea_0" ? Promise.reject(new Error("away")) : Promise.resolve(void written.push(teamId)),
    onError: (error) => errors.push(error),
  });
  noted.note([keyOf(0), keyOf(1)]);
  await noted[Symbol.asyncDispose]();
  expect([written, errors]).toEqual([["tea_1"], [new Error("away")]]);
});
