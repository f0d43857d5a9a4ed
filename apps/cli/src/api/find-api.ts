import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import type { Config } from "../config.ts";
import { readKeptKey, readRunning } from "../folder-files.ts";

/** Where the API is, and the key to use there. */
export interface Api {
  readonly baseUrl: string;
  readonly key: string;
}

/** The options of every command that talks to the API. */
export interface ApiOptions {
  readonly url?: string;
  readonly key?: string;
}

export function withApiOptions(command: Command): Command {
  return command
    .option("--url <url>", `the API; by default ONEFOLD_URL, the running "dev", or ${DEFAULT_URL}`, readUrl)
    .option("--key <key>", 'the API key; by default ONEFOLD_API_KEY, or that of the running "dev"');
}

function readUrl(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ""))
    throw new InvalidArgumentError("It takes an http or https URL.");
  return text;
}

/** @throws CliError where there is no key */
export async function findApi(config: Config, options: ApiOptions): Promise<Api> {
  const key = options.key ?? config.ONEFOLD_API_KEY ?? (await readKeptKey(config.folder));
  if (key === undefined) throw new CliError("There is no API key: set ONEFOLD_API_KEY, or give --key.");
  const baseUrl = options.url ?? config.ONEFOLD_URL ?? (await readRunning(config.folder))?.baseUrl;
  return { baseUrl: baseUrl ?? DEFAULT_URL, key };
}

const DEFAULT_URL = "http://127.0.0.1:3000";
