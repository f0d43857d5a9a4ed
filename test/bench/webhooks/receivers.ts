import { startChild } from "../child/start-child.ts";
import type { ChildOptions } from "../child/start-child.ts";

/** Opens so many receivers and gives their addresses; says how their messages are signed; waits for so many of each. */
export type ReceiversOrder =
  | { readonly kind: "open"; readonly count: number; readonly answerMs: number }
  | { readonly kind: "secrets"; readonly secrets: readonly string[] }
  | { readonly kind: "await"; readonly each: number };

/** What all of them got, from the first to the last. */
export interface Received {
  readonly messages: number;
  readonly repeats: number;
  /** Of which the signature didn't fit. */
  readonly wrong: number;
  readonly seconds: number;
}

export interface Receivers extends AsyncDisposable {
  readonly urls: readonly string[];
  know(secrets: readonly string[]): Promise<void>;
  receive(each: number): Promise<Received>;
}

/** Starts receivers of webhooks in one process of their own. */
export async function startReceivers(
  count: number,
  answerMs: number,
  options: ChildOptions,
): Promise<Receivers> {
  await using starting = new AsyncDisposableStack();
  const script = new URL("./receivers-process.ts", import.meta.url);
  const child = starting.use(await startChild<ReceiversOrder, unknown>(script, options));
  // Both ends are ours.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const ask = async <Reply>(order: ReceiversOrder) => (await child.ask(order)) as Reply;
  const urls = await ask<string[]>({ kind: "open", count, answerMs });
  const lifetime = starting.move();
  return {
    urls,
    know: (secrets) => ask<void>({ kind: "secrets", secrets }),
    receive: (each) => ask<Received>({ kind: "await", each }),
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}
