import { setTimeout as delay } from "node:timers/promises";
import { BACKENDS } from "../deployment/options.ts";
import { appsOf, between, choose } from "./choose.ts";
import type { App } from "./choose.ts";
import type { Fault } from "./fault.ts";

/** From what nobody notices to longer than a lock, a session or a request lasts. */
const LEAST_MS = 200;
const MOST_MS = 8_000;

/** Processes that stand still, and go on as if nothing had been. */
export const freezeFaults: readonly Fault[] = [freezeApp("worker"), freezeApp("API")];

function freezeApp(app: App): Fault {
  return {
    name: `SIGSTOP ${app}`,
    backends: BACKENDS,
    async inject(deployment, random, signal) {
      const frozen = choose(appsOf(deployment, app), random);
      frozen.freeze();
      try {
        await delay(between(LEAST_MS, MOST_MS, random), undefined, { signal });
      } finally {
        frozen.thaw();
      }
      return 1;
    },
  };
}
