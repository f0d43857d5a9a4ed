/**
 * Settles at the first SIGTERM or SIGINT, or when the parent that forked this process is gone. Later signals are
 * ignored: under npm a Ctrl-C arrives both from the terminal and from the parent.
 * @returns which of these it was
 */
export function untilStopped(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal));
  const onDisconnect = () => resolve("disconnect");
  process.once("disconnect", onDisconnect);
  // The channel to the parent keeps the process alive while anybody listens for its end.
  return promise.finally(() => process.off("disconnect", onDisconnect));
}
