import { existsSync } from "node:fs";
import { join } from "node:path";
import { findInPath, findUnpacked } from "./debian-packages.ts";
import type { Program } from "./debian-packages.ts";

/** Where test/support/install-chromium.ts unpacks Debian's packages to. */
export const CHROMIUM_CACHE = join(import.meta.dirname, "../../node_modules/.cache/onefold-chromium");

const OF_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The browser to test with: ONEFOLD_CHROMIUM, that of the machine, or the unpacked one. */
export function findChromium(): Program | undefined {
  const named = process.env["ONEFOLD_CHROMIUM"];
  if (named) return { command: named, env: {} };
  if (existsSync(OF_MACOS)) return { command: OF_MACOS, env: {} };
  return findInPath(["chromium", "google-chrome", "chromium-browser"]) ?? unpacked();
}

/** It finds the fonts that were unpacked with it as if they were its user's. */
function unpacked(): Program | undefined {
  const program = findUnpacked(CHROMIUM_CACHE, "usr/lib/chromium/chromium");
  if (!program) return undefined;
  const root = join(CHROMIUM_CACHE, "root");
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: join(root, "etc/fonts") };
  return { ...program, env: { ...program.env, ...fonts, XDG_DATA_HOME: join(root, "usr/share") } };
}
