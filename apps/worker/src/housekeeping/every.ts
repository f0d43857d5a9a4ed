/**
 * Runs a task again and again. The next run begins `intervalMs` after the one before has ended. The first one begins
 * after that time too, or now. Disposing waits for a run under way.
 */
export function every(
  intervalMs: number,
  task: () => Promise<void>,
  onError: (error: unknown) => void,
  first: { readonly now?: boolean } = {},
): AsyncDisposable {
  let running: Promise<void> | undefined;
  let timer = first.now ? undefined : setTimeout(run, intervalMs);
  let stopped = false;
  if (first.now) run();

  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };

  function run(): void {
    running = task()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(run, intervalMs);
      });
  }
}
