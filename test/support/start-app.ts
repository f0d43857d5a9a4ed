import { setTimeout as delay } from "node:timers/promises";
import { readConfig as readApiConfig, startApi } from "@onefold/api";
import { createLog } from "@onefold/process";
import { createWorker, readConfig as readWorkerConfig } from "@onefold/worker";
import type { Logger } from "pino";
import { serveHealth } from "../../apps/worker/src/health/serve-health.ts";
import { collectOutput } from "./collect-output.ts";
import { untilReady } from "./test-app.ts";
import type { TestApp } from "./test-app.ts";

type Env = Readonly<Record<string, string>>;

/** An app within the test's own process. */
interface RunningApp extends AsyncDisposable {
  readonly url: string;
  /** Settles, if ever, when it would end its process by itself. */
  readonly stuck?: Promise<unknown>;
}

/**
 * Starts an app in the test's own process, on a free port, and waits until it is ready: as its main.ts does, without
 * what a process costs, which is over a second of CPU. Where signals, the environment of Node, memory or exit codes
 * matter, `spawnApp` starts the process.
 */
export async function startApp(app: "api" | "worker", env: Env): Promise<TestApp> {
  const output = collectOutput(app);
  const settings = { PORT: "0", LOG_LEVEL: "info", ...env };
  await using starting = new AsyncDisposableStack();
  starting.defer(output.close);
  const { log } = starting.use(createLog({ level: settings.LOG_LEVEL, to: output }));
  const running = starting.use(await start[app](settings, log));
  let isStuck = false;
  void running.stuck?.then(() => {
    isStuck = true;
  });
  if (app === "api") await untilReady({ url: running.url, output: output.text }, () => true);
  const lifetime = starting.move();
  return {
    url: running.url,
    output: output.text,
    waitForOutput: output.waitFor,
    async stop(withinMs) {
      if (isStuck) throw new Error(`The ${app} would have ended by itself:\n${output.text()}`);
      const late = Symbol("late");
      const end = await Promise.race([lifetime.disposeAsync(), delay(withinMs, late, { ref: false })]);
      if (end === late) throw new Error(`The ${app} didn't stop as it should:\n${output.text()}`);
    },
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

const start: Record<"api" | "worker", (env: Env, log: Logger) => Promise<RunningApp>> = {
  api: (env, log) => startApi({ config: readApiConfig(env), log }),

  async worker(env, log) {
    const config = readWorkerConfig(env);
    await using starting = new AsyncDisposableStack();
    const worker = starting.use(await createWorker({ config, log }));
    if (config.HEALTH_PORT > 0) starting.use(await serveHealth(config.HEALTH_PORT, worker));
    const lifetime = starting.move();
    return { url: "", stuck: worker.stuck, [Symbol.asyncDispose]: () => lifetime.disposeAsync() };
  },
};
