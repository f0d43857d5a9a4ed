/** A part of the sources that is mutated, and the tests that have to notice. */
export interface Target {
  readonly name: string;
  /** Globs, from the root; those that begin with `!` are left out. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Those of them that take a moment. All are run only for what these don't notice. */
  readonly quickTests?: readonly string[];
  /** Whether the tests need the run's Postgres. */
  readonly needsPostgres: boolean;
}

const NO_TESTS = ["!**/*.test.ts", "!**/index.ts"];

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
    tests: ["packages/identity/src/**/*.test.ts"],
    needsPostgres: false,
  },
  {
    name: "commit",
    mutate: ["packages/records/src/commit/**/*.ts", ...NO_TESTS],
    tests: [
      "packages/records/src/commit/**/*.test.ts",
      "packages/records/test/commit/commit-once.test.ts",
      "packages/records/test/commit/interleavings.test.ts",
      "packages/records/test/commit/look-ups.test.ts",
      "packages/records/test/commit/split-in-order.test.ts",
      "packages/records/test/commit/trips.test.ts",
      "packages/records/test/admin/deleted-fields.test.ts",
      "packages/records/test/dry-run/**/*.test.ts",
      "packages/records/test/erasure/**/*.test.ts",
      "packages/records/test/merge/**/*.test.ts",
    ],
    quickTests: [
      "packages/records/src/commit/**/*.test.ts",
      "packages/records/test/commit/commit-once.test.ts",
      "packages/records/test/commit/look-ups.test.ts",
      "packages/records/test/commit/trips.test.ts",
      "packages/records/test/admin/deleted-fields.test.ts",
      "packages/records/test/dry-run/**/*.test.ts",
    ],
    needsPostgres: true,
  },
];
