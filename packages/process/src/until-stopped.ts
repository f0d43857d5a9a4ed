/**
 * Settles at the first SIGTERM or SIGINT, or when the parent that started this process as its child is gone.
 * Later ones are ignored: under npm a Ctrl-C arrives from the terminal and from the parent.
 * @returns what it was
 */
export function untilStopped(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const reason of ["SIGTERM", "SIGINT", "disconnect"] as const)
    process.on(reason, () => resolve(reason));
  return promise;
}
