import { runProcess } from "@onefold/process";
import { readConfig } from "./config.ts";
import { createWorker } from "./create-worker.ts";
import { serveHealth } from "./serve-health.ts";

await runProcess(
  () => readConfig(process.env),
  async ({ config, log, stopped, stop }) => {
    await using worker = await createWorker({ config, log, stop });
    await using _health = config.HEALTH_PORT > 0 ? await serveHealth(config.HEALTH_PORT, worker) : undefined;
    log.info("the worker takes chunks");
    log.info({ reason: await stopped }, "the worker stops");
  },
);
