import { CliError } from "../cli-error.ts";
import type { Config } from "../config.ts";
import { listenForStop, StoppedBySignal } from "../dev/stop-signals.ts";
import { EXIT_INTERRUPTED } from "../exit-codes.ts";

/** Thrown when the command was stopped from outside. The message says how to go on. */
class Interrupted extends CliError {
  override readonly name = "Interrupted";
  override readonly exitCode = EXIT_INTERRUPTED;
}

/**
 * Runs something that Ctrl-C, SIGTERM or a hang-up ends cleanly, by its signal.
 * @param howToGoOn called at the stop; gives the sentence that says how to go on
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
