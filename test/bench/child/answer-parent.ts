/** What a child says to its parent; `undefined` is how it says that it is up. */
export type Answer<Reply> = { readonly up: true } | { readonly reply: Reply } | { readonly error: string };

/**
 * The child's side of `startChild`: answers each order of the parent, and settles when the parent lets go.
 * @param handle takes the orders that the parent's `Child` is typed for
 */
export async function answerParent(handle: (order: never) => Promise<unknown>): Promise<void> {
  // A Ctrl-C reaches the whole process group; it is the parent who stops, in its own order.
  process.on("SIGINT", () => {});
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  process.once("disconnect", resolve);
  process.on("message", (order: unknown) => handle(asOrder(order)).then((reply) => say({ reply }), sayError));
  say({ up: true });
  await gone;
}

/** Both ends of the channel are ours and of the same tree, so the message is what the handler takes. */
function asOrder(message: unknown): never {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return message as never;
}

function say(answer: Answer<unknown>): void {
  if (process.connected) process.send?.(answer);
}

function sayError(error: unknown): void {
  say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
