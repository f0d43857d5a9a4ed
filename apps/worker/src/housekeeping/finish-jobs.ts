import type { Database } from "@onefold/database";
import { endJobs } from "@onefold/records";
import type { Logger } from "pino";
import { every } from "./every.ts";

const EVERY_MS = 1_000;

/**
 * Ends the upload jobs of which every row has its receipt, again and again until disposed of. Any worker may have
 * committed the last row, and may have died right after, so every worker looks. If no job is open, it costs two looks
 * into an index that is empty.
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
      // It is logged once: while the database is away it would be logged every second.
      if (!failing) log.warn({ err: error }, "upload jobs can't be ended now; tried again");
      failing = true;
    },
  );
}
