import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";
import { build as pretty } from "pino-pretty";
import { serializeError } from "./serialize-error.ts";

export interface LogOptions {
  readonly level: string;
  /** Whether it writes lines for people instead of JSON. The default is yes if stdout is a terminal. */
  readonly pretty?: boolean | undefined;
  /** Takes the lines, as JSON, instead of stdout. */
  readonly to?: DestinationStream;
}

/** A log. Its owner's `dispose` writes out what is left. */
export interface Log extends AsyncDisposable {
  readonly log: Logger;
  /** Writes out what it has now, for a process that ends at once. */
  flush(): void;
}

/**
 * Makes a log of JSON lines on stdout. They are gathered for a moment, as one write per line costs more than the line.
 * On a terminal they are lines for people.
 */
export function createLog(options: LogOptions): Log {
  const settings = { level: options.level, serializers: { err: serializeError } };
  const atOnce = { flush() {}, [Symbol.asyncDispose]: async () => {} };
  if (options.to) return { log: pino(settings, options.to), ...atOnce };
  if (options.pretty ?? process.stdout.isTTY) {
    return { log: pino(settings, pretty({ ignore: "pid,hostname", sync: true })), ...atOnce };
  }
  const destination = pino.destination({ fd: 1, sync: false, minLength: 4_096, periodicFlush: 200 });
  const log = pino(settings, destination);
  return {
    log,
    flush: () => destination.flushSync(),
    async [Symbol.asyncDispose]() {
      const { promise, resolve } = Promise.withResolvers<void>();
      destination.flush(() => resolve());
      await promise;
    },
  };
}
