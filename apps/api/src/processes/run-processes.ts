import cluster from "node:cluster";
import type { Worker } from "node:cluster";
import { fileURLToPath } from "node:url";
import { keepRunning, StartError, watchChild } from "@onefold/process";
import type { ChildExit, RunningProcess, WatchedChild } from "@onefold/process";
import type { Config } from "../config.ts";
import { answerGatherers } from "./gather-metrics.ts";

/** Beyond the time for requests in flight: for their last answers, and what they work with. */
const LAST_MS = 5_000;

/**
 * Runs several API processes on one port, on as many cores. Each is a whole API; this one only hands them the
 * connections in turn (nodejs.org, `cluster`), and starts one again that ends by itself.
 * @throws StartError where one doesn't come up; why it doesn't it has said itself
 */
export async function runProcesses({ config, log, stopped, ready }: RunningProcess<Config>): Promise<void> {
  cluster.setupPrimary({ exec: fileURLToPath(new URL("../main.ts", import.meta.url)), args: [] });
  const atWork = new Set<Worker>();
  answerGatherers(atWork, log);
  const failures: Promise<never>[] = [];
  const processes: AsyncDisposable[] = [];
  try {
    // What is wrong with all of them is said once: the others begin when the first is at work.
    if (!(await orStopped(keep()))) return;
    const others = Array.from({ length: config.API_PROCESSES - 1 }, keep);
    if (!(await orStopped(Promise.all(others)))) return;
    log.info({ processes: config.API_PROCESSES }, "all API processes are at work");
    ready();
    log.info({ reason: await Promise.race([stopped, ...failures]) }, "the API processes stop");
  } finally {
    await Promise.all(processes.map((each) => each[Symbol.asyncDispose]()));
  }

  /** @returns when it is at work */
  async function keep(): Promise<unknown> {
    const kept = keepRunning(start, {
      onEnd: ({ code, signal }, pauseMs) =>
        log.error({ code, signal, pauseMs }, "an API process ended; it is started again"),
      // The others work, and what keeps this one from it may pass.
      keepsTrying: true,
    });
    processes.push(kept);
    const failed = neverUp(kept.failed);
    failed.catch(() => {});
    failures.push(failed);
    return await Promise.race([kept.up, failed]);
  }

  function start(): WatchedChild {
    const worker = cluster.fork();
    // A message to one that has just ended fails. That it has ended is told by its exit.
    worker.on("error", (error) => log.warn({ err: error }, "an API process can't be reached"));
    const child = watchChild(worker.process, { keepsChannel: true, stopMs: config.STOP_MS + LAST_MS });
    void child.up.then(() => atWork.add(worker));
    void child.exited.then(() => atWork.delete(worker));
    return child;
  }

  /** Says whether it came to that before this process was told to stop. */
  function orStopped(started: Promise<unknown>): Promise<boolean> {
    return Promise.race([started.then(() => true), stopped.then(() => false)]);
  }
}

async function neverUp(failed: Promise<ChildExit>): Promise<never> {
  await failed;
  throw new StartError("An API process ended before it could work; why stands above.");
}
