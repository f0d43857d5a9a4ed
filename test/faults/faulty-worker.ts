import { runProcess } from "@onefold/process";
import { createWorker, readConfig } from "@onefold/worker";

/**
 * A worker that stops at one point of the write path, says so, and waits there to be killed. The first
 * argument of the test's environment names the point.
 */
const faultPoint = process.env["FAULT_POINT"];

await runProcess(
  () => readConfig(process.env),
  async ({ config, log, stopped }) => {
    await using _worker = await createWorker({
      config,
      log,
      async onPoint(point, items) {
        if (point !== faultPoint) return;
        process.stdout.write(`{"at":"${point}","items":${items.length}}\n`);
        // Held for ever: the timer keeps nothing alive, the killed connection lets go of the locks.
        await new Promise<never>(() => {});
      },
    });
    process.stdout.write('{"msg":"the worker takes chunks"}\n');
    await stopped;
  },
);
