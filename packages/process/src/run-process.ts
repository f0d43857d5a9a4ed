import { createLog } from "./create-log.ts";
import type { Log } from "./create-log.ts";
import { StartError } from "./start-error.ts";

/** What every process is told by its environment. */
export interface ProcessConfig {
  readonly LOG_LEVEL: string;
  readonly LOG_PRETTY?: string | undefined;
}

/**
 * Runs a process from its config to its end. What it can't start with is one sentence on stderr and exit
 * code 1; anything else that it throws is logged, with the same code.
 */
export async function runProcess<Config extends ProcessConfig>(
  readConfig: () => Config,
  run: (config: Config, log: Log["log"]) => Promise<void>,
): Promise<void> {
  try {
    const config = readConfig();
    await using logging = createLog({
      level: config.LOG_LEVEL,
      ...(config.LOG_PRETTY && { pretty: config.LOG_PRETTY === "1" }),
    });
    await runLogged(() => run(config, logging.log), logging.log);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function runLogged(run: () => Promise<void>, log: Log["log"]): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof StartError) throw error;
    log.fatal({ err: error }, "stopped by an error");
    process.exitCode = 1;
  }
}
