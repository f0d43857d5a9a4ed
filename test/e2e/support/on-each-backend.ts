import { afterAll, beforeAll, describe } from "vitest";
import { BACKENDS, startStack } from "./stack.ts";
import type { Stack, StackOptions } from "./stack.ts";

/** Runs the tests with the queue in each store; `stack()` is there once a test runs. */
export function onEachBackend(define: (stack: () => Stack) => void, options: StackOptions = {}): void {
  describe.each(BACKENDS)("queue in %s", (queue) => {
    define(useStack({ ...options, queue }));
  });
}

/** A stack for the tests of this block: started before the first, stopped after the last. */
export function useStack(options: StackOptions = {}): () => Stack {
  let stack: Stack | undefined;
  beforeAll(async () => {
    stack = await startStack(options);
  });
  afterAll(async () => {
    await stack?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!stack) throw new Error("The stack is there once a test runs.");
    return stack;
  };
}
