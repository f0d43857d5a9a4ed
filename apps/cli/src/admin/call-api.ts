import { ErrorBody } from "@onefold/contract";
import { CliError } from "../cli-error.ts";
import type { Config } from "../config.ts";
import { messageOf } from "../describe-error.ts";
import { readKeptKey, readRunning } from "../folder-files.ts";

const ANSWER_MS = 30_000;

/**
 * Posts to the API of ONEFOLD_URL, or of the running `onefold dev`, with ONEFOLD_API_KEY, or its key: what the
 * command line writes goes the way of every other request.
 * @returns the body of a 2xx
 * @throws CliError with the API's own sentences
 */
export async function callApi(config: Config, path: string, body: Record<string, unknown>): Promise<unknown> {
  const baseUrl = config.ONEFOLD_URL ?? (await readRunning(config.folder))?.baseUrl;
  const key = config.ONEFOLD_API_KEY ?? (await readKeptKey(config.folder));
  if (baseUrl === undefined)
    throw new CliError("No Onefold runs here: start one with npm start, or set ONEFOLD_URL.");
  if (key === undefined) throw new CliError("There is no API key: set ONEFOLD_API_KEY.");
  const answer = await post(new URL(path, baseUrl), key, body);
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  throw new CliError(explain(answer.status, text));
}

async function post(url: URL, key: string, body: Record<string, unknown>): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
    throw new CliError(
      `The API at ${url.origin} doesn't answer (${messageOf(reason)}): is Onefold running?`,
      { cause },
    );
  }
}

function explain(status: number, text: string): string {
  try {
    const { error } = ErrorBody.parse(JSON.parse(text));
    return (error.details ?? [error]).map(({ message }) => message).join(" ");
  } catch {
    return `The API answered ${status}.`;
  }
}
