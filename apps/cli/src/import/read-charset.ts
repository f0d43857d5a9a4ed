// The rest of the package guesses charsets, which takes long to load.
import { canonicalCharset } from "@onefold/charset/charsets";
import { CliError } from "../cli-error.ts";

/** By its canonical name. @throws CliError */
export function readCharset(label: string): string {
  const charset = canonicalCharset(label);
  if (charset !== undefined) return charset;
  throw new CliError(`--charset takes a charset such as utf-8, windows-1252 or shift_jis, not ${label}.`);
}
