import { setTimeout as delay } from "node:timers/promises";
import { isOutage } from "@onefold/database";
import { withDatabase } from "../../support/with-database.ts";
import type { Deployment } from "../deployment/deployment.ts";
import { BACKENDS } from "../deployment/options.ts";
import { sendSignal } from "../deployment/send-signal.ts";
import { choose } from "./choose.ts";
import type { Fault } from "./fault.ts";
import { sessionsOf } from "./sessions.ts";
import type { Session } from "./sessions.ts";

/** A supervisor starts it again at once, or somebody does after a while. */
const MOST_DOWN_MS = 4_000;
const BACKEND_KILLS = 3;

/** Stores that end without a word, and come back with what they had on disk. */
export const serverKillFaults: readonly Fault[] = [
  {
    name: "SIGKILL Redis",
    backends: ["redis"],
    async inject({ redis }, random, signal) {
      await redis?.kill("SIGKILL");
      try {
        await delay(random.below(MOST_DOWN_MS), undefined, { signal });
      } finally {
        await redis?.start();
      }
      return 1;
    },
  },
  killPostgres("SIGKILL Postgres", "SIGKILL"),
  killPostgres("immediate stop of Postgres", "SIGQUIT"),
  {
    // The others of its server end too, and it recovers by itself.
    name: "SIGKILL Postgres backend",
    backends: BACKENDS,
    async inject(deployment, random, signal) {
      let kills = 0;
      for (let kill = 0; kill < BACKEND_KILLS; kill++) {
        await delay(random.below(2_000), undefined, { signal });
        const sessions = await openSessions(deployment);
        if (sessions.length === 0) continue;
        sendSignal(choose(sessions, random).pid, "SIGKILL");
        kills++;
      }
      return kills;
    },
  },
];

/** None while it recovers from the last one. */
async function openSessions({ databaseUrl }: Deployment): Promise<Session[]> {
  try {
    return await withDatabase(databaseUrl, sessionsOf);
  } catch (error) {
    if (isOutage(error)) return [];
    throw error;
  }
}

function killPostgres(name: string, how: NodeJS.Signals): Fault {
  return {
    name,
    backends: BACKENDS,
    async inject({ postgres }, random, signal) {
      await postgres.kill(how);
      try {
        await delay(random.below(MOST_DOWN_MS), undefined, { signal });
      } finally {
        await postgres.start();
      }
      return 1;
    },
  };
}
