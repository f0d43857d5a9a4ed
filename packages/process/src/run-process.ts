import { createLog } from "./create-log.ts";
import type { Log } from "./create-log.ts";
import { ConfigError } from "./read-env.ts";

/** What every process is told by its environment. */
export interface ProcessConfig {
  readonly LOG_LEVEL: string;
  readonly LOG_PRETTY?: string | undefined;
}

/**
 * Runs a process from its config to its end. What it can't start with is one sentence on stderr and exit
 * code 1; anything else that it throws is logged.
 */
export async function runProcess<Config extends ProcessConfig>(
  readConfig: () => Config,
  run: (config: Config, log: Log["log"]) => Promise<void>,
): Promise<void> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  await using logging = createLog({
    level: config.LOG_LEVEL,
    ...(config.LOG_PRETTY && { pretty: config.LOG_PRETTY === "1" }),
  });
  try {
    await run(config, logging.log);
  } catch (error) {
    logging.log.fatal({ err: error }, error instanceof Error ? error.message : "stopped by an error");
    process.exitCode = 1;
  }
}
