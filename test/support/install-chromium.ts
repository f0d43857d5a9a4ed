import { prints, unpackDebian } from "./debian-packages.ts";
import { CHROMIUM_CACHE, findChromium } from "./find-chromium.ts";

/** Run by `npm test` before the tests: sees to a browser. Where the machine has none, Debian's is unpacked. */
try {
  if (!(await worksHere())) {
    await unpackDebian(CHROMIUM_CACHE, ["chromium", "fonts-liberation"]);
    if (!(await worksHere())) throw new Error("the unpacked one doesn't run");
  }
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `The tests of the console need Chromium, which is missing and could not be had (${reason}): install it, or set ONEFOLD_CHROMIUM to one.\n`,
  );
  process.exitCode = 1;
}

async function worksHere(): Promise<boolean> {
  const works = await prints(findChromium(), "--version", "--no-sandbox");
  if (!works && process.env["ONEFOLD_CHROMIUM"]) throw new Error("ONEFOLD_CHROMIUM doesn't run");
  return works;
}
