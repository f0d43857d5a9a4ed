import { CliError } from "../cli-error.ts";
import type { Config } from "../config.ts";
import { listenForStop, StoppedBySignal } from "../dev/stop-signals.ts";
import { EXIT_INTERRUPTED } from "../exit-codes.ts";

/** It was stopped from outside; the message says how to go on. */
class Interrupted extends CliError {
  override readonly name = "Interrupted";
  override readonly exitCode = EXIT_INTERRUPTED;
}

/**
 * Runs what Ctrl-C, SIGTERM or a hang-up ends cleanly, by its signal.
 * @param howToGoOn asked at the stop
 * @throws Interrupted
 */
export async function untilStopped<Result>(
  { isUnderNpm }: Config,
  run: (signal: AbortSignal) => Promise<Result>,
  howToGoOn: () => string = () => "Interrupted.",
): Promise<Result> {
  using signals = listenForStop({ isUnderNpm });
  try {
    return await run(signals.stop);
  } catch (error) {
    if (!(error instanceof StoppedBySignal)) throw error;
    throw new Interrupted(howToGoOn());
  }
}
