import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer } from "./answer-parent.ts";
import { endChild } from "./end-child.ts";

export interface ChildOptions {
  readonly signal: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

/**
 * As our processes are started in use (apps/cli/src/dev/app-process.ts).
 * What ours is compared with gets it too, so that the comparison is fair.
 */
export const EXEC_ARGV = ["--max-semi-space-size=64", "--no-memory-reducer"];

/** A process of its own that does what it is told, one order at a time. */
export interface Child<Order, Reply> extends AsyncDisposable {
  readonly pid: number;
  ask(order: Order): Promise<Reply>;
}

/** Starts a script that ends in `answerParent`, and waits until it is up. */
export async function startChild<Order extends object, Reply>(
  script: URL,
  options: ChildOptions,
): Promise<Child<Order, Reply>> {
  const child = fork(fileURLToPath(script), {
    env: { PATH: process.env["PATH"], ...options.env },
    execArgv: [...EXEC_ARGV, ...(options.execArgv ?? [])],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const name = basename(script.pathname);
  await using starting = new AsyncDisposableStack();
  starting.defer(() => endChild(child, options.signal));
  await nextAnswer(child, name, options.signal);
  const lifetime = starting.move();
  return {
    pid: child.pid ?? 0,
    async ask(order) {
      const answering = nextAnswer<Reply>(child, name, options.signal);
      child.send(order);
      const answer = await answering;
      if ("error" in answer) throw new Error(`${name}: ${answer.error}`);
      if ("up" in answer) throw new Error(`${name} came up twice`);
      return answer.reply;
    },
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

async function nextAnswer<Reply>(
  child: ChildProcess,
  name: string,
  signal: AbortSignal,
): Promise<Answer<Reply>> {
  signal.throwIfAborted();
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    const ended = once(child, "exit", { signal: either }).then(() => {
      throw new Error(`${name} ended unasked`);
    });
    const said = once(child, "message", { signal: either });
    return asAnswer<Reply>((await Promise.race([said, ended]))[0]);
  } finally {
    over.abort();
  }
}

/** Both ends of the channel are ours and of the same tree, so the message is what its types say. */
function asAnswer<Reply>(message: unknown): Answer<Reply> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return message as Answer<Reply>;
}
