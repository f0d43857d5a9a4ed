import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Step } from "../hostile/attack.ts";
import { createAnswerReader } from "./answer-reader.ts";
import type { Answer } from "./answer-reader.ts";

/** What became of the requests that were written to a connection. */
export interface Talk {
  readonly answers: readonly Answer[];
  /**
   * `answered`: all that were waited for have come; `closed`: the server closed the connection before; `left`: the client
   * did, since nothing was to be waited for; `late`: nothing came in time.
   */
  readonly end: "answered" | "closed" | "left" | "late";
  /** Of the last answer, or the end, since the last byte was written. */
  readonly ms: number;
  /** Where what came was no HTTP. */
  readonly fault?: string;
  /** Bytes of no answer. */
  readonly rest: Buffer;
  /** It was written twice: the connection of the first time was closed meanwhile, perhaps after it was read. */
  readonly isRepeated?: true;
  /** The head of an answer that hasn't ended. */
  readonly begun: Pick<Answer, "status" | "headers"> | undefined;
}

interface TalkOptions {
  readonly methods: readonly string[];
  readonly answers: number;
  /** An answer that takes longer is late. */
  readonly limitMs: number;
  /** Leaves after it where an answer hasn't ended. */
  readonly leaveAfterMs?: number | undefined;
}

/** A connection that is kept, and made anew where the server has closed it; one talk at a time. */
export interface Line extends Disposable {
  talk(steps: readonly Step[], options: TalkOptions): Promise<Talk>;
}

export function createLine(port: number): Line {
  let kept: Socket | undefined;
  return {
    async talk(steps, options) {
      const isKept = kept?.readable === true && kept.writable;
      if (!isKept) kept?.destroy();
      let socket = isKept && kept ? kept : await open(port);
      kept = undefined;
      let talk = await talkOn(socket, steps, options);
      if (isKept && isUnread(talk)) {
        socket.destroy();
        socket = await open(port);
        talk = { ...(await talkOn(socket, steps, options)), isRepeated: true };
      }
      const isOver =
        talk.end !== "answered" ||
        talk.rest.length > 0 ||
        talk.answers.at(-1)?.headers.get("connection") === "close";
      if (isOver || socket.destroyed) socket.destroy();
      else kept = socket;
      return talk;
    },
    [Symbol.dispose]: () => void kept?.destroy(),
  };
}

/** The server may close a connection that nothing is under way on just when a request is written to it. */
function isUnread({ end, answers, rest, begun }: Talk): boolean {
  return end === "closed" && answers.length === 0 && rest.length === 0 && !begun;
}

async function open(port: number): Promise<Socket> {
  // It reads on where we have ended our side.
  const socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
  await once(socket, "connect");
  // What goes wrong is told by `close`.
  socket.on("error", () => {});
  return socket;
}

async function talkOn(socket: Socket, steps: readonly Step[], options: TalkOptions): Promise<Talk> {
  const { methods, answers: wanted, limitMs, leaveAfterMs } = options;
  const { promise, resolve } = Promise.withResolvers<Talk["end"]>();
  const answers: Answer[] = [];
  const reader = createAnswerReader(methods);
  let fault: string | undefined;
  let writtenAt = performance.now();

  const onData = (bytes: Buffer) => {
    try {
      answers.push(...reader.read(bytes));
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
      resolve("closed");
    }
    if (answers.length >= wanted) resolve("answered");
  };
  const onEnd = () => {
    const last = reader.end();
    if (last) answers.push(last);
    resolve(answers.length >= wanted ? "answered" : "closed");
  };
  socket.on("data", onData);
  socket.on("end", onEnd);
  socket.on("close", onEnd);
  const timers = [setTimeout(resolve, limitMs, "late")];
  if (leaveAfterMs !== undefined) timers.push(setTimeout(resolve, leaveAfterMs, "left"));
  const isOver = promise.then(() => true);
  for (const step of steps) {
    if (step === "destroy") {
      socket.resetAndDestroy();
      resolve("left");
    } else if (step === "end") socket.end();
    else if ("pauseMs" in step) await Promise.race([isOver, delay(step.pauseMs)]);
    else if (socket.writable) socket.write(step);
    writtenAt = performance.now();
  }
  const end = await promise;
  const ms = performance.now() - writtenAt;
  for (const timer of timers) clearTimeout(timer);
  socket.off("data", onData);
  socket.off("end", onEnd);
  socket.off("close", onEnd);
  return {
    answers,
    end,
    ms,
    rest: reader.rest(),
    begun: reader.begun(),
    ...(fault !== undefined && { fault }),
  };
}
