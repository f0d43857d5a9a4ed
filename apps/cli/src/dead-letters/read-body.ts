import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { CliError } from "../cli-error.ts";

/**
 * Reads JSON from a file, or from stdin.
 * @throws CliError
 */
export async function readBody(file: string): Promise<unknown> {
  const body = file === "-" ? await text(process.stdin) : await readText(file);
  try {
    return JSON.parse(body);
  } catch {
    throw new CliError(`${file === "-" ? "stdin" : file} is no JSON: give the body as a POST takes it.`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CliError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
