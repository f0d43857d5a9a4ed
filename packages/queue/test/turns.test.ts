import { expect, test } from "vitest";
import { createTurns } from "@onefold/queue";
import type { Turn } from "@onefold/queue";
import { onEachStore } from "./support/harness.ts";

onEachStore((_store, queue) => {
  test("an id has one turn at a time over all workers, and another when it is asked for again", async () => {
    const options = await queue();
    const taken: string[] = [];
    let [busy, most] = [0, 0];
    const gate = Promise.withResolvers<void>();
    const open = () =>
      createTurns({
        ...options,
        concurrency: 5,
        async take({ teamId, id }: Turn) {
          taken.push(`${teamId} ${id}`);
          most = Math.max(most, ++busy);
          await gate.promise;
          busy--;
        },
        onError: (error) => {
          throw error;
        },
      });
    const [one, other] = [await open(), await open()];
    try {
      const ask = (id: string) => one.ask({ teamId: "tea_1", id });
      await Promise.all([ask("hoo_a"), ask("hoo_a"), other.ask({ teamId: "tea_1", id: "hoo_a" })]);
      await expect.poll(() => taken).toEqual(["tea_1 hoo_a"]);
      await ask("hoo_a");
      await ask("hoo_b");
      await expect.poll(() => taken).toEqual(["tea_1 hoo_a", "tea_1 hoo_b"]);
      expect(most).toBe(2);
      gate.resolve();
      await expect
        .poll(async () => {
          await ask("hoo_a");
          return taken.length;
        })
        .toBeGreaterThan(2);
    } finally {
      await Promise.all([one.close(1_000), other.close(1_000)]);
    }
  });

  test("a turn that fails is over, and its worker takes others", async () => {
    const options = await queue();
    const errors: unknown[] = [];
    let count = 0;
    const turns = await createTurns({
      ...options,
      concurrency: 1,
      take() {
        count++;
        return Promise.reject(new Error(`no ${count}`));
      },
      onError: (error) => void errors.push(error),
    });
    try {
      await expect
        .poll(async () => {
          await turns.ask({ teamId: "tea_1", id: "hoo_a" });
          return count;
        })
        .toBeGreaterThan(2);
      expect(errors.length).toBeGreaterThan(2);
    } finally {
      await turns.close(1_000);
    }
  });
});
