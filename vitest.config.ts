import { defineConfig } from "vitest/config";

/** Every test runs against a real Postgres, one for the run; each file makes its own database in it. */
export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "apps/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each file brings processes of its own.
    maxWorkers: 2,
    pool: "forks",
  },
});
