export interface BenchMain<Options> {
  readonly usage: string;
  /** Undefined where help is asked for; throws a sentence where they are wrong. */
  readonly readOptions: (args: readonly string[]) => Options | undefined;
  readonly run: (options: Options, signal: AbortSignal, log: (line: string) => void) => Promise<void>;
}

/** A bench as a command: Ctrl-C ends the measurement under way, and then all that was started. */
export async function runMain<Options>({ usage, readOptions, run }: BenchMain<Options>): Promise<void> {
  const stopping = new AbortController();
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) return void process.stdout.write(usage);
    for (const name of ["SIGINT", "SIGTERM"] as const)
      process.on(name, () => stopping.abort(new Error("The bench was stopped.")));
    const startedAt = performance.now();
    await run(options, stopping.signal, (line) => {
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6);
      process.stderr.write(`${seconds} s  ${line}\n`);
    });
  } catch (thrown) {
    // Where it was stopped, whatever was interrupted by that is of no interest.
    const error: unknown = stopping.signal.aborted ? stopping.signal.reason : thrown;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
