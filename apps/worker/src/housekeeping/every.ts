/** A task that runs again and again. Disposing of it tells a run under way to stop, and waits for it. */
export interface Repeated extends AsyncDisposable {
  /** Asks for the interval again: the next run begins after that, if it wouldn't begin before anyway. */
  hurry(): void;
}

/**
 * Runs a task again and again. The next run begins an interval after the one before has ended. The first one begins
 * after an interval too, or now.
 * @param task is given what is aborted when it should stop
 * @param interval milliseconds, or what gives them each time
 */
export function every(
  interval: number | (() => number),
  task: (stop: AbortSignal) => Promise<void>,
  onError: (error: unknown) => void,
  first: { readonly now?: boolean } = {},
): Repeated {
  const intervalMs = typeof interval === "number" ? () => interval : interval;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Infinity;
  const stopping = new AbortController();
  if (first.now) run();
  else runIn(intervalMs());

  return {
    hurry() {
      if (timer !== undefined) runIn(intervalMs());
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };

  function runIn(ms: number): void {
    const wanted = performance.now() + ms;
    if (stopping.signal.aborted || wanted >= dueAt) return;
    clearTimeout(timer);
    timer = setTimeout(run, ms);
    dueAt = wanted;
  }

  function run(): void {
    timer = undefined;
    dueAt = Infinity;
    running = task(stopping.signal)
      .catch(onError)
      .then(() => runIn(intervalMs()));
  }
}
