import { setTimeout as delay } from "node:timers/promises";
import { runProcess } from "@onefold/process";
import { createWorker, readConfig } from "@onefold/worker";
import { serveHealth } from "../../../apps/worker/src/health/serve-health.ts";
import { wrongClock } from "./wrong-clock.ts";

/**
 * A worker that stops at one point of the write path, says so, and waits there to be killed. The environment names
 * the point; with FAULT_ONCE it waits some seconds only, to be stopped, and goes on as any other does.
 */
const faultPoint = process.env["FAULT_POINT"];
const isOnce = process.env["FAULT_ONCE"] === "1";
const ONCE_MS = 3_000;
let reached = 0;

await runProcess(
  () => readConfig(process.env),
  async ({ config, log, stopped }) => {
    await using worker = await createWorker({
      config,
      log,
      wall: wrongClock(),
      ...(process.env["SWEEP_MS"] !== undefined && {
        looks: { sweepMs: Number(process.env["SWEEP_MS"]), addMs: Number(process.env["ADD_MS"]) },
      }),
      async onPoint(point, items) {
        if (point !== faultPoint || (isOnce && reached++ > 0)) return;
        process.stdout.write(`{"at":"${point}","items":${items.length}}\n`);
        if (isOnce) return await delay(ONCE_MS);
        // Held for ever: the timer keeps nothing alive, the killed connection lets go of the locks.
        await new Promise<never>(() => {});
      },
      async onDelivery(point) {
        if (point !== faultPoint) return;
        process.stdout.write(`{"at":"${point}"}\n`);
        await new Promise<never>(() => {});
      },
    });
    await using _health = config.HEALTH_PORT > 0 ? await serveHealth(config.HEALTH_PORT, worker) : undefined;
    process.stdout.write('{"msg":"the worker takes chunks"}\n');
    await stopped;
  },
);
