/** Lets so many tasks run at once; the others wait in their order. */
export interface Limit {
  /** @throws what the task throws, or the reason of the signal while it waits */
  run<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>;
}

export function createLimit(max: number): Limit {
  let running = 0;
  const waiting = new Set<() => void>();

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    if (running < max) {
      running++;
      return;
    }
    let isMine = false;
    await new Promise<void>((resolve) => {
      function go(): void {
        isMine = true;
        signal?.removeEventListener("abort", stop);
        resolve();
      }
      function stop(): void {
        waiting.delete(go);
        resolve();
      }
      waiting.add(go);
      signal?.addEventListener("abort", stop, { once: true });
    });
    if (!isMine) signal?.throwIfAborted();
  }

  /** Gives its place to the next one. */
  function leave(): void {
    const [next] = waiting;
    if (next === undefined) {
      running--;
      return;
    }
    waiting.delete(next);
    next();
  }

  return {
    async run(signal, task) {
      signal?.throwIfAborted();
      await turn(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
