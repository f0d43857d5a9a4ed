import { defineConfig } from "vitest/config";

const shared = { pool: "forks", testTimeout: 60_000, hookTimeout: 60_000 } as const;

/** Against a real Postgres, one for the run; each file makes its own database in it. */
export default defineConfig({
  test: {
    globalSetup: "test/support/global-setup.ts",
    // Each file brings processes of its own.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "rules",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
          // They share nothing that changes, and starting a process for each takes longer than most of them.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: "system",
          include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "test/**/*.test.ts"],
        },
      },
    ],
  },
});
