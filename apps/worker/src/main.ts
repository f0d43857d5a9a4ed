import { runProcess } from "@onefold/process";
import { readConfig } from "./config.ts";
import { createWorker } from "./create-worker.ts";
import { serveHealth } from "./health/serve-health.ts";

/** The time for everything after the draining: connections that are closed one after the other. */
const CLOSING_MS = 10_000;

await runProcess(
  () => readConfig(process.env),
  async ({ config, log, stopped, stop, ready }) => {
    await using worker = await createWorker({ config, log, stop });
    await using _health = config.HEALTH_PORT > 0 ? await serveHealth(config.HEALTH_PORT, worker) : undefined;
    log.info("the worker takes chunks");
    ready();
    const end = await Promise.race([stopped, worker.stuck]);
    if (typeof end === "string") return log.info({ reason: end }, "the worker stops");
    log.fatal({ problem: end.what }, "the worker is stuck; it stops to be started again");
    process.exitCode = 1;
    // What it is stuck on may keep it from closing too, and nobody starts a process again that doesn't end. The timer
    // doesn't keep the process alive, so a worker that can close ends before.
    setTimeout(() => process.exit(1), config.DRAIN_MS + CLOSING_MS).unref();
  },
);
