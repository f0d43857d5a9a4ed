import type { Database } from "@onefold/database";
import { endJobs } from "@onefold/records";
import type { Logger } from "pino";
import { every } from "./every.ts";

const EVERY_MS = 1_000;

/**
 * Ends the upload jobs of which every row has its receipt, again and again until disposed of. Whoever committed
 * the last row, and if its worker died right after: some worker finds it. Where no job is open it costs two
 * looks into an index that is empty.
 */
export function finishJobs(db: Database, log: Logger): AsyncDisposable {
  let failing = false;

  return every(
    EVERY_MS,
    async () => {
      const ended = await endJobs(db);
      if (failing) log.info("upload jobs are ended again");
      failing = false;
      if (ended.length > 0) log.debug({ jobs: ended.length }, "upload jobs ended");
    },
    (error) => {
      // While the database is away it would be said every second.
      if (!failing) log.warn({ err: error }, "upload jobs can't be ended now; tried again");
      failing = true;
    },
  );
}
