import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { Call } from "./call.ts";

/** All that the clients of a round asked for, in the order in which they did. */
export interface History extends AsyncDisposable {
  readonly calls: readonly Call[];
  begin(call: Call): void;
  /** Its answer is known, or won't be known. */
  end(call: Call): void;
  /** What was found out afterwards. */
  note(event: object): void;
}

/** @param file where each event is written as a line, for who wants to see what happened */
export function createHistory(file?: string): History {
  const calls: Call[] = [];
  const stream = file === undefined ? undefined : createWriteStream(file);
  const log = (event: object) => void stream?.write(`${JSON.stringify(event)}\n`);
  return {
    calls,
    note: log,
    begin(call) {
      calls.push(call);
      const { id, intent, sent, sentAt } = call;
      log({ event: "call", id, sentAt, intent, sent });
    },
    end({ id, answeredAt, attempts, answer, lastUncertain }) {
      log({ event: "answer", id, answeredAt, attempts, answer: answer ?? { unknown: lastUncertain } });
    },
    async [Symbol.asyncDispose]() {
      if (!stream) return;
      stream.end();
      await finished(stream);
    },
  };
}
