import { expect, test } from "vitest";
import { BUGS as FUZZED } from "../../fuzz/planted/bugs.ts";
import { edited } from "../sources/copy-sources.ts";
import { ROOT } from "../sources/link-modules.ts";
import { BUGS } from "./bugs.ts";

/** `npm run test:faults` says whether each is found, in a quarter of an hour. */
test.each([...BUGS, ...FUZZED])("can still be planted: $name", async ({ edits }) => {
  for (const edit of edits) expect(await edited(ROOT, edit)).toContain(edit.replace);
});
