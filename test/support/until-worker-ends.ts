declare global {
  /**
   * What test files share lives as long as the process that vitest runs them in: its environment disposes of this. It
   * is global since an environment is loaded apart from the tests, and has modules of its own.
   */
  var untilWorkerEnds: AsyncDisposableStack | undefined;
}

/** Keeps something until the process ends that runs this and other test files. */
export function useUntilWorkerEnds(resource: AsyncDisposable): void {
  globalThis.untilWorkerEnds ??= new AsyncDisposableStack();
  globalThis.untilWorkerEnds.use(resource);
}
