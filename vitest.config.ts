import { defineConfig } from "vitest/config";

const shared = {
  pool: "forks",
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Files share nothing that changes, and to start a process and load everything for each takes two seconds.
  isolate: false,
} as const;

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
