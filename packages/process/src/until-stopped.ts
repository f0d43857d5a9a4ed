/**
 * Settles at the first SIGTERM or SIGINT, or when the parent that started this process as its child is gone.
 * Later signals are ignored: under npm a Ctrl-C arrives from the terminal and from the parent.
 * @returns what it was
 */
export function untilStopped(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal));
  const onDisconnect = () => resolve("disconnect");
  process.once("disconnect", onDisconnect);
  // While anybody listens for it, the channel to the parent keeps the process alive.
  return promise.finally(() => process.off("disconnect", onDisconnect));
}
