import type { Answer, Sent } from "../history/call.ts";

/** Longer than any answer that waits for its job. */
const TIMEOUT_MS = 15_000;

/** @returns undefined where there is no answer, whatever the reason */
export async function send(
  url: string,
  apiKey: string,
  { method, path, headers, body }: Sent,
): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text) };
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
