import { builtinEnvironments } from "vitest/runtime";
import type { Environment } from "vitest/runtime";

/** Vitest's environment of Node, which disposes at its end of what the test files of its process shared. */
const environment: Environment = {
  ...builtinEnvironments.node,
  name: "worker",
  async setup(global, options) {
    const node = await builtinEnvironments.node.setup(global, options);
    return {
      async teardown(of) {
        await globalThis.untilWorkerEnds?.disposeAsync();
        await node.teardown(of);
      },
    };
  },
};

export default environment;
