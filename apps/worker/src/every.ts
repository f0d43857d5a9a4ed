/**
 * Runs a task again and again, the next run `intervalMs` after the one before has ended.
 * Disposing waits for a run under way.
 */
export function every(
  intervalMs: number,
  task: () => Promise<void>,
  onError: (error: unknown) => void,
): AsyncDisposable {
  let running: Promise<void> | undefined;
  let timer = setTimeout(run, intervalMs);
  let stopped = false;

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
