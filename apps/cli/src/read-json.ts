import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { CliError } from "./cli-error.ts";

/**
 * Reads JSON from a file, or from stdin where it is called `-`.
 * @param what what it is to be, for the sentence that says that it isn't
 * @throws CliError
 */
export async function readJson(file: string, what: string): Promise<unknown> {
  const json = file === "-" ? await text(process.stdin) : await readText(file);
  try {
    return JSON.parse(json);
  } catch {
    throw new CliError(`${file === "-" ? "stdin" : file} is no JSON: give ${what}.`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CliError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
