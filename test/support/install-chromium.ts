import { rm } from "node:fs/promises";
import { prints, unpackDebian } from "./debian-packages.ts";
import { CHROMIUM_CACHE, findChromium, findHeadlessShell } from "./find-chromium.ts";

/** Of Debian's Chromium: what has no window, what it shares with the browser, and letters to show. */
const PACKAGES = ["chromium-headless-shell", "chromium-common", "fonts-liberation"];

/**
 * Run by `npm test` before the tests: sees to a browser. Where the machine has no headless shell, Debian's is unpacked; where
 * that can't be had, a whole browser does as well.
 */
try {
  if (process.env["ONEFOLD_CHROMIUM"]) {
    if (!(await works(findChromium))) throw new Error("ONEFOLD_CHROMIUM doesn't run");
  } else if (!(await works(findHeadlessShell))) {
    await unpackDebian(CHROMIUM_CACHE, PACKAGES);
    if (!(await works(findHeadlessShell))) throw new Error("the unpacked one doesn't run");
  }
} catch (error) {
  if (!process.env["ONEFOLD_CHROMIUM"]) await rm(CHROMIUM_CACHE, { recursive: true, force: true });
  if (!(await works(findChromium))) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `The tests of the console need Chromium, which is missing and could not be had (${reason}): install it, or set ONEFOLD_CHROMIUM to one.\n`,
    );
    process.exitCode = 1;
  }
}

async function works(find: typeof findChromium): Promise<boolean> {
  return await prints(find(), "--version", "--no-sandbox");
}
