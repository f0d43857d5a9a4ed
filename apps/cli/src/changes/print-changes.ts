import type { Client } from "@onefold/client/source";
import type { ChangeEntity, ChangeEventName } from "@onefold/contract";
import { writeStdout } from "../output/write-stdout.ts";

export interface ChangesOptions {
  readonly follow?: boolean;
  readonly after?: string;
  readonly entity?: ChangeEntity;
  readonly events?: readonly ChangeEventName[];
}

/** How far the feed was written. */
export interface Place {
  cursor: string | undefined;
}

/** How long the service holds a request until something happens, in seconds. */
const WAIT = 30;

/**
 * Writes events as NDJSON until the feed's end, or for ever. It ends when its reader leaves, or by the signal.
 * @throws OnefoldError, or the reason of the signal
 */
export async function printChanges(
  client: Client,
  { follow = false, after, entity, events }: ChangesOptions,
  place: Place,
  signal: AbortSignal,
): Promise<void> {
  const pages = client.changes.pages({
    after,
    entity,
    events,
    wait: follow ? WAIT : 0,
    signal,
    ...(!follow && { timeoutMs: GIVE_UP_MS }),
    onRetry: ({ error, pauseMs }) =>
      void process.stderr.write(`${error.message} Trying again in ${Math.ceil(pauseMs / 1_000)} s.\n`),
  });

  async function* lines(): AsyncGenerator<Uint8Array, void> {
    for await (const { data, cursor, isEnd } of pages) {
      const text = data.map((event) => `${JSON.stringify(event)}\n`).join("");
      if (text !== "") yield Buffer.from(text);
      // Asked for more, stdout has taken what was before.
      place.cursor = cursor;
      if (isEnd && !follow) return;
    }
  }

  await writeStdout(lines(), signal);
}

const GIVE_UP_MS = 120_000;
