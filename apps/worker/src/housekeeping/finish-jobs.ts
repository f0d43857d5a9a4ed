import type { Database } from "@onefold/database";
import { endJobs } from "@onefold/records";
import type { Logger } from "pino";
import { every } from "./every.ts";

const EVERY_MS = 1_000;
/** The pauses once the rows at hand are done: an upload is marked as complete a moment before its last row, or after. */
const SOON_MS = [20, 80, 300];

export interface JobFinisher extends AsyncDisposable {
  /** Call it when this worker has no rows of uploads at hand any more: their job may be over. */
  rowsDone(): void;
}

/**
 * Ends the upload jobs of which every row has its receipt, again and again until disposed of. Any worker may have
 * committed the last row, and may have died right after, so every worker looks. If no job is open, it costs two looks
 * into an index that is empty.
 */
export function finishJobs(db: Database, log: Logger): JobFinisher {
  let failing = false;
  let looks = SOON_MS.length;

  const looking = every(
    () => SOON_MS[looks++] ?? EVERY_MS,
    async (signal) => {
      const ended = await endJobs(db, { signal });
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
  return {
    rowsDone() {
      looks = 0;
      looking.hurry();
    },
    [Symbol.asyncDispose]: () => looking[Symbol.asyncDispose](),
  };
}
