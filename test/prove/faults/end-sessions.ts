import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import { BACKENDS } from "../deployment/options.ts";
import { choose } from "./choose.ts";
import type { Fault } from "./fault.ts";
import { sessionsOf } from "./sessions.ts";

const ENDS = 20;
const MOST_MS = 400;

/** An administrator ends sessions one after the other, rather those that do something. */
export const endSessions: Fault = {
  name: "sessions of Postgres ended",
  backends: BACKENDS,
  async inject(deployment, random, signal) {
    return withDatabase(deployment.databaseUrl, async (db) => {
      let ended = 0;
      for (let end = 0; end < ENDS; end++) {
        await delay(random.below(MOST_MS), undefined, { signal });
        const sessions = await sessionsOf(db);
        const busy = sessions.filter(({ isIdle }) => !isIdle);
        const from = busy.length > 0 && random.chance(0.8) ? busy : sessions;
        if (from.length === 0) continue;
        await sql`select pg_terminate_backend(${choose(from, random).pid})`.execute(db);
        ended++;
      }
      return ended;
    });
  },
};
