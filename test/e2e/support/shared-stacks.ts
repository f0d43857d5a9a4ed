import { afterAll, beforeAll, describe } from "vitest";
import { useUntilWorkerEnds } from "../../support/until-worker-ends.ts";
import { BACKENDS, startStack } from "./stack.ts";
import type { Stack, StackOptions } from "./stack.ts";

type Queue = NonNullable<StackOptions["queue"]>;

const stacks = new Map<Queue, Promise<Stack>>();

/** Runs the tests with the queue in each store, as `useSharedStack` does. */
export function onEachSharedStack(define: (stack: () => Stack) => void): void {
  describe.each(BACKENDS)("queue in %s", (queue) => {
    define(useSharedStack(queue));
  });
}

/**
 * A stack for the tests of this block, which other files of this process use before and after: each test makes a team of
 * its own, and leaves the API, the worker and the database as they are. What can't do so has `useStack`.
 */
export function useSharedStack(queue: Queue = "postgres"): () => Stack {
  let stack: Stack | undefined;
  beforeAll(async () => {
    const shared = stacks.get(queue) ?? start(queue);
    stacks.set(queue, shared);
    stack = await shared;
  });
  // What is wrong in the log belongs to the file that caused it.
  afterAll(() => stack?.checkLogs());
  return () => {
    if (!stack) throw new Error("The stack is there once a test runs.");
    return stack;
  };
}

async function start(queue: Queue): Promise<Stack> {
  const stack = await startStack({ queue, env: SETTINGS });
  useUntilWorkerEnds(stack);
  return stack;
}

/** test/e2e/operations/outages.test.ts sends all kinds of requests at once. */
const SETTINGS = { DATABASE_SLOW_POOL: "20" };
