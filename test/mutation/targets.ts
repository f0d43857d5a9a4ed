/** A part of the sources that is mutated, and the tests that have to notice. */
export interface Target {
  readonly name: string;
  /** Globs, from the root; those that begin with `!` are left out. */
  readonly mutate: readonly string[];
  /** The quickest first. Each is run only for what those before it didn't notice. */
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly tests: readonly string[];
  /** Whether they need the run's Postgres. */
  readonly needsPostgres: boolean;
}

const NO_TESTS = ["!**/*.test.ts", "!**/support/**", "!**/index.ts"];

export const TARGETS: readonly Target[] = [
  {
    name: "identity",
    // The words and hosts are lists.
    mutate: [
      "packages/identity/src/**/*.ts",
      "!packages/identity/src/placeholders/placeholder-words.ts",
      "!packages/identity/src/placeholders/shared-hosts.ts",
      ...NO_TESTS,
    ],
    stages: [{ tests: ["packages/identity/src/**/*.test.ts"], needsPostgres: false }],
  },
  {
    name: "commit",
    mutate: ["packages/records/src/commit/**/*.ts", ...NO_TESTS],
    stages: [
      { tests: ["packages/records/src/commit/**/*.test.ts"], needsPostgres: false },
      {
        tests: [
          "packages/records/test/commit/commit-once.test.ts",
          "packages/records/test/commit/commit-ready.test.ts",
          "packages/records/test/commit/commit-room.test.ts",
          "packages/records/test/commit/look-ups.test.ts",
          "packages/records/test/commit/trips.test.ts",
          "packages/records/test/admin/deleted-fields.test.ts",
          "packages/records/test/dry-run/**/*.test.ts",
        ],
        needsPostgres: true,
      },
      {
        tests: [
          "packages/records/test/commit/interleavings.test.ts",
          "packages/records/test/commit/split-in-order.test.ts",
          "packages/records/test/erasure/**/*.test.ts",
          "packages/records/test/merge/**/*.test.ts",
          "packages/records/test/operations/companies.test.ts",
          "packages/records/test/operations/delete.test.ts",
          "packages/records/test/operations/merge-on-conflict.test.ts",
        ],
        needsPostgres: true,
      },
    ],
  },
];
