import { setTimeout as delay } from "node:timers/promises";
import { readConfig, startApi } from "@onefold/api";
import { runProcess } from "@onefold/process";
import { wrongClock } from "./wrong-clock.ts";

/**
 * An API that stops at one point of the way of a request with an Idempotency-Key, says so, and waits there to
 * be killed. The environment names the point; with FAULT_MS it waits so long and goes on. LATE_MS is by when it adds.
 */
const faultPoint = process.env["FAULT_POINT"];

await runProcess(
  () => readConfig(process.env),
  async ({ config, log, stopped, stop }) => {
    await using api = await startApi({
      config,
      log,
      stop,
      wall: wrongClock(),
      ...(process.env["LATE_MS"] !== undefined && { lateMs: Number(process.env["LATE_MS"]) }),
      async onPoint(point) {
        if (point !== faultPoint) return;
        process.stdout.write(`{"at":"${point}"}\n`);
        if (process.env["FAULT_MS"] !== undefined) return await delay(Number(process.env["FAULT_MS"]));
        await new Promise<never>(() => {});
      },
    });
    process.stdout.write(`{"url":"${api.url}","msg":"listening"}\n`);
    await stopped;
  },
);
