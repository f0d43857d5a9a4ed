import { existsSync } from "node:fs";
import { join } from "node:path";
import { findInPath, findUnpacked } from "./debian-packages.ts";
import type { Program } from "./debian-packages.ts";

/** Where test/support/install-chromium.ts unpacks Debian's packages to. */
export const CHROMIUM_CACHE = join(import.meta.dirname, "../../node_modules/.cache/onefold-chromium");

const OF_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The browser to test with: ONEFOLD_CHROMIUM, a headless shell, or a browser of the machine. */
export function findChromium(): Program | undefined {
  const named = process.env["ONEFOLD_CHROMIUM"];
  if (named) return { command: named, env: {} };
  if (existsSync(OF_MACOS)) return { command: OF_MACOS, env: {} };
  return findHeadlessShell() ?? findInPath(["chromium", "google-chrome", "chromium-browser"]);
}

/** Chromium without its window, the machine's or the unpacked one: it takes two thirds of the CPU. */
export function findHeadlessShell(): Program | undefined {
  return findInPath(["chromium-headless-shell"]) ?? unpacked();
}

/** It finds the fonts that were unpacked with it as if they were its user's. */
function unpacked(): Program | undefined {
  const program = findUnpacked(CHROMIUM_CACHE, "usr/lib/chromium/chromium-headless-shell");
  if (!program) return undefined;
  const root = join(CHROMIUM_CACHE, "root");
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: join(root, "etc/fonts") };
  return { ...program, env: { ...program.env, ...fonts, XDG_DATA_HOME: join(root, "usr/share") } };
}
