import cluster from "node:cluster";
import { runProcess } from "@onefold/process";
import { readConfig } from "./config.ts";
import { gatherFromAll } from "./processes/gather-metrics.ts";
import { runProcesses } from "./processes/run-processes.ts";
import { startApi } from "./start-api.ts";

await runProcess(
  () => readConfig(process.env),
  async (running) => {
    const { config, log, stopped, stop, ready } = running;
    if (cluster.isPrimary && config.API_PROCESSES > 1) return await runProcesses(running);
    await using api = await startApi({
      config,
      log,
      stop,
      ...(cluster.isWorker && config.API_PROCESSES > 1 && { gatherMetrics: gatherFromAll }),
    });
    log.info({ url: api.url }, "listening");
    ready();
    log.info({ reason: await stopped }, "the API stops");
  },
);
