import { expect, test } from "vitest";
import { BUGS } from "./bugs.ts";
import { proveCopy } from "./support/prove-copy.ts";

/** Each is a run of its own, and all of them take minutes: `npm run test:faults` has them. */
const RUN_MS = 300_000;

test.each(BUGS)(
  "is caught: $name",
  async (bug) => {
    const { code, output } = await proveCopy(bug);
    expect(output).not.toContain("could not be run");
    expect(output).toMatch(/WRONG/);
    expect(code).toBe(1);
  },
  RUN_MS,
);
