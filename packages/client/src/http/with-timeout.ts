/**
 * Runs something that ends when the time is over, or the caller's signal does. The timer ends with it, where that of
 * `AbortSignal.timeout` would stay.
 * @throws the reason of the caller's signal, what `late` makes, or what the task throws
 */
export async function withTimeout<T>(
  { ms, signal, late }: { ms: number; signal: AbortSignal | undefined; late(): Error },
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const own = new AbortController();
  const stop = () => own.abort(signal?.reason);
  // A longer time doesn't fit into a timer.
  const timer = ms < 2 ** 31 ? setTimeout(() => own.abort(late()), ms) : undefined;
  signal?.addEventListener("abort", stop);
  try {
    return await task(own.signal);
  } catch (error) {
    own.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
