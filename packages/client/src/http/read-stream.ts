import { ConnectionError, TimeoutError } from "../errors.ts";
import type { Call, Http } from "./create-http.ts";
import { withTimeout } from "./with-timeout.ts";

/**
 * Reads an answer of any length as it comes. One that breaks off can't be gone on with: what was read isn't whole.
 * `attemptTimeoutMs` is how long it may stand still.
 * @throws ConnectionError where it breaks off, ApiError, TimeoutError, or the reason of the signal
 */
export async function* readStream(http: Http, call: Call): AsyncGenerator<Uint8Array, void> {
  const { signal, attemptTimeoutMs: ms } = http.settingsOf(call);
  const { body } = await http.send(call, async (response) => response);
  const reader = body?.getReader();
  if (!reader) return;
  const late = () => new TimeoutError("attempt", ms);
  try {
    for (;;) {
      const read = await withTimeout({ ms, signal, late }, async (own) => {
        const first = await Promise.race([reader.read(), endOf(own)]);
        own.throwIfAborted();
        return first;
      }).catch((error: unknown) => {
        signal?.throwIfAborted();
        if (error instanceof TimeoutError) throw error;
        throw new ConnectionError("The answer broke off.", { cause: error });
      });
      if (!read || read.done) return;
      yield read.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function endOf(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve, { once: true });
  });
}

/** Parses NDJSON as it comes. */
export async function* readLines<T>(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<T, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield parse<T>(line);
  }
  if (rest !== "") throw new ConnectionError("The answer broke off within a line.");
}

function parse<T>(line: string): T {
  const value: T = JSON.parse(line);
  return value;
}
