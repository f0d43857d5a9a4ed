import { setTimeout as delay } from "node:timers/promises";
import { withDatabase } from "../../support/with-database.ts";
import { BACKENDS } from "../deployment/options.ts";
import type { BackendName } from "../deployment/options.ts";
import type { Deployment } from "../deployment/deployment.ts";
import { sendSignal } from "../deployment/send-signal.ts";
import type { Random } from "../random.ts";
import { appsOf, between, choose } from "./choose.ts";
import type { App } from "./choose.ts";
import type { Fault } from "./fault.ts";
import { sessionsOf } from "./sessions.ts";

/** From what nobody notices to longer than a lock, a session or a request lasts. */
const LEAST_MS = 200;
const MOST_MS = 8_000;

/** Processes that stand still, and go on as if nothing had been. */
export const freezeFaults: readonly Fault[] = [
  freeze("worker", (deployment, random) => appPid(deployment, "worker", random)),
  freeze("API", (deployment, random) => appPid(deployment, "API", random)),
  freeze("Redis", ({ redis }) => redis?.pid, ["redis"]),
  // Sessions go on, and nobody new comes in.
  freeze("Postgres", ({ postgres }) => postgres.pid),
  freeze("Postgres backend", async ({ databaseUrl }, random) => {
    const sessions = await withDatabase(databaseUrl, sessionsOf);
    const busy = sessions.filter(({ isIdle }) => !isIdle);
    return choose(busy.length > 0 ? busy : sessions, random).pid;
  }),
];

type Pid = number | undefined;

function freeze(
  name: string,
  choosePid: (deployment: Deployment, random: Random) => Pid | Promise<Pid>,
  backends: readonly BackendName[] = BACKENDS,
): Fault {
  return {
    name: `SIGSTOP ${name}`,
    backends,
    async inject(deployment, random, signal) {
      const pid = await choosePid(deployment, random);
      sendSignal(pid, "SIGSTOP");
      try {
        await delay(between(LEAST_MS, MOST_MS, random), undefined, { signal });
      } finally {
        sendSignal(pid, "SIGCONT");
      }
      return 1;
    },
  };
}

function appPid(deployment: Deployment, app: App, random: Random): Pid {
  return choose(appsOf(deployment, app), random).pid;
}
