import { runProcess, untilStopped } from "@onefold/process";
import { readConfig } from "./config.ts";
import { startApi } from "./start-api.ts";

await runProcess(
  () => readConfig(process.env),
  async (config, log) => {
    const stopping = new AbortController();
    const stopped = untilStopped().finally(() => stopping.abort());
    try {
      await using api = await startApi({ config, log, stop: stopping.signal });
      log.info({ url: api.url }, "listening");
      log.info({ reason: await stopped }, "the API stops");
    } catch (error) {
      // Told to stop while it waited for its stores.
      if (!stopping.signal.aborted) throw error;
    }
  },
);
