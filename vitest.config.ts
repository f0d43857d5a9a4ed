import { defineConfig } from "vitest/config";
import { times } from "./test/support/thorough.ts";

/** Where tests are, by what they need: `npm run check` says which file has some and isn't found here. */
const RULES = ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"];
const SYSTEM = ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "test/**/*.test.ts"];
export const TEST_FILES = [...RULES, ...SYSTEM];
/** What only `npm run test:faults` runs: it takes a quarter of an hour. */
const THOROUGH = ["test/{prove,fuzz}/planted/planted.test.ts"];

const shared = {
  pool: "forks",
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // What a test waits for may take long on a busy machine. That it takes too long is what the test itself says.
  expect: { poll: { timeout: 20_000 } },
  // Files share nothing that changes, and to start a process and load everything for each takes two seconds.
  isolate: false,
} as const;

/** Against a real Postgres, one for the run; each file makes its own database in it. */
export default defineConfig({
  test: {
    globalSetup: "test/support/global-setup.ts",
    // What files shared is stopped when their process ends.
    teardownTimeout: 60_000,
    // Each file brings processes of its own, and waits for them: one more than the cores that CI has.
    maxWorkers: 3,
    tags: [{ name: "thorough", description: "Takes long: `npm test` leaves it out." }],
    projects: [
      {
        test: {
          ...shared,
          name: "rules",
          include: RULES,
        },
      },
      {
        test: {
          ...shared,
          name: "system",
          include: SYSTEM,
          exclude: times(THOROUGH, []),
          environment: "./test/support/worker-environment.ts",
        },
      },
    ],
  },
});
