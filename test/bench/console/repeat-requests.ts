import { setInterval } from "node:timers/promises";
import type { WatchedRequest } from "./open-console.ts";

/**
 * Asks for the same, as often, until it is disposed of. It resolves when the streams are open.
 * @throws where an answer is none
 */
export async function repeatRequests(watched: readonly WatchedRequest[]): Promise<AsyncDisposable> {
  const over = new AbortController();
  const ask = async ({ url, headers }: WatchedRequest) => {
    const answer = await fetch(url, { headers: plain(headers), signal: over.signal });
    if (!answer.ok) throw new Error(`${new URL(url).pathname}: ${answer.status}`);
    return answer;
  };
  const failures: unknown[] = [];
  const guard = (running: Promise<unknown>) =>
    running.catch((error: unknown) => {
      if (!over.signal.aborted) failures.push(error);
    });
  const streams = await Promise.all(watched.filter(({ isStream }) => isStream).map(ask));
  const all = [
    ...streams.map((answer) => guard(answer.body?.pipeTo(new WritableStream()) ?? Promise.resolve())),
    ...watched
      .filter(({ isStream }) => !isStream)
      .map((each) =>
        guard(
          (async () => {
            for await (const _ of setInterval(each.everyMs, undefined, { signal: over.signal }))
              await (await ask(each)).arrayBuffer();
          })(),
        ),
      ),
  ];
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(all);
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Without HTTP/2's own, and what fetch itself sets. */
function plain(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(:|host$|connection$|accept-encoding$)/.test(name)),
  );
}
