import { runProcess } from "@onefold/process";
import { readConfig } from "./config.ts";
import { startApi } from "./start-api.ts";

await runProcess(
  () => readConfig(process.env),
  async ({ config, log, stopped, stop, ready }) => {
    await using api = await startApi({ config, log, stop });
    log.info({ url: api.url }, "listening");
    ready();
    log.info({ reason: await stopped }, "the API stops");
  },
);
