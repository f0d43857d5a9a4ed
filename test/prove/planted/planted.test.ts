import { expect, test } from "vitest";
import { times } from "../../support/thorough.ts";
import { BUGS } from "./bugs.ts";
import { proveCopy } from "./support/prove-copy.ts";

/** Each is a run of its own, and all of them take minutes. */
const SHORT = "an undo forgets what was said of the person meanwhile";
const RUN_MS = 300_000;

test.each(
  times(
    BUGS.filter(({ name }) => name === SHORT),
    BUGS,
  ),
)(
  "is caught: $name",
  async (bug) => {
    const { code, output } = await proveCopy(bug);
    expect(output).not.toContain("could not be run");
    expect(output).toMatch(/WRONG/);
    expect(code).toBe(1);
  },
  RUN_MS,
);
