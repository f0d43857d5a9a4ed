import { setTimeout as delay } from "node:timers/promises";
import { createDatabase } from "@onefold/database";
import { commitOnce } from "@onefold/records";
import { withDatabase } from "../../support/with-database.ts";
import { percentilesOf } from "../report/percentile.ts";
import type { Percentiles } from "../report/percentile.ts";
import { startService } from "../bulk/start-service.ts";
import { postSteadily } from "../bulk/steady-posts.ts";
import { startBulkStores } from "../bulk/stores.ts";
import type { EmptyTeam } from "../bulk/stores.ts";
import { itemOf } from "../ceiling/build-items.ts";
import { KNOWN_PEOPLE, knownRow } from "../rows.ts";
import { measureTables } from "./measure-tables.ts";
import type { TableState } from "./measure-tables.ts";
import { dropOldDay, fillOldDay } from "./old-receipts.ts";
import type { SteadyBenchOptions } from "./options.ts";

export interface SteadyBench {
  readonly options: SteadyBenchOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

export interface Minute {
  readonly minute: number;
  readonly answers: Percentiles;
  /** At its end. */
  readonly tables: TableState;
}

const MINUTE_MS = 60_000;
const BATCH = 1_000;

/** Posts minute after minute to the service as it is in use, and looks at the tables after each. */
export async function runSteady({ options, signal, log }: SteadyBench): Promise<Minute[]> {
  const { backend, perSecond } = options;
  await using stores = await startBulkStores(backend);
  await using service = await startService({
    stores: { ...stores, createTeam: () => createKnownTeam(stores.createTeam) },
    options: { workers: 1 },
    signal,
  });
  const { team, api } = service;
  await using owned = new AsyncDisposableStack();
  const db = owned.adopt(createDatabase({ url: team.databaseUrl, max: 1 }), (each) => each.destroy());
  const minutes: Minute[] = [];
  if (options.oldReceipts > 0) await fillOldDay(db, options.oldReceipts);
  let firstRow = 0;
  for (let minute = 1; minute <= options.minutes; minute++) {
    const until = AbortSignal.timeout(MINUTE_MS);
    const target = { port: api.port, key: team.key, mix: "known" as const, perSecond, firstRow };
    const [samples, droppedMs] = await Promise.all([
      postSteadily({ ...target, until, signal }),
      options.oldReceipts > 0 && minute === options.minutes
        ? delay(MINUTE_MS / 2, undefined, { signal }).then(() => dropOldDay(db))
        : undefined,
    ]);
    if (droppedMs !== undefined)
      log(`a day of ${options.oldReceipts} receipts was dropped in ${droppedMs.toFixed(0)} ms`);
    firstRow += samples.length;
    const answers = percentilesOf(samples);
    minutes.push({ minute, answers, tables: await measureTables(db) });
    log(`minute ${minute}: p50 ${answers.p50.toFixed(1)} ms, p99 ${answers.p99.toFixed(1)} ms`);
  }
  return minutes;
}

/** A team that has the people whom the load updates. */
async function createKnownTeam(create: () => Promise<EmptyTeam>): Promise<EmptyTeam> {
  const team = await create();
  await withDatabase(team.databaseUrl, async (db) => {
    for (let first = 0; first < KNOWN_PEOPLE; first += BATCH) {
      const people = Array.from({ length: BATCH }, (_, index) =>
        itemOf(team, knownRow("known", first + index)),
      );
      const { outcomes } = await commitOnce(db, people);
      if (outcomes.length !== BATCH) throw new Error("Not everybody is known before.");
    }
  });
  return team;
}
