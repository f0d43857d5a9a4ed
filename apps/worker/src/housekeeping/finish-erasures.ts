import type { Database } from "@onefold/database";
import { continueErasures, expireInputs, removeFieldValues } from "@onefold/records";
import type { Logger } from "pino";
import { every } from "./every.ts";

const EVERY_MS = 1_000;
const EXPIRE_EVERY_MS = 60_000;

/**
 * Goes on with erasures and deletions of fields that aren't through. It also drops the inputs of rejected rows in which
 * nobody was recognised, once their hours are over. It does so again and again until disposed of. If there is nothing
 * to do, it costs three looks into indexes that are empty.
 */
export function finishErasures(
  db: Database,
  log: Logger,
  options: { readonly inputHours: number },
): AsyncDisposable {
  let failing = false;
  let expiredAt = -Infinity;

  return every(
    EVERY_MS,
    async (signal) => {
      const finished = await continueErasures(db, { signal });
      if (finished > 0) log.debug({ finished }, "erasures are through");
      const removed = await removeFieldValues(db, { signal });
      if (removed > 0) log.info({ removed }, "the values of deleted fields are gone");
      if (performance.now() - expiredAt >= EXPIRE_EVERY_MS) {
        const expired = await expireInputs(db, { hours: options.inputHours, signal });
        expiredAt = performance.now();
        if (expired > 0) log.info({ expired }, "inputs of rejected rows that name nobody were dropped");
      }
      if (failing) log.info("erasures go on again");
      failing = false;
    },
    (error) => {
      // It is logged once: while the database is away it would be logged every second.
      if (!failing) log.warn({ err: error }, "erasures can't go on now; tried again");
      failing = true;
    },
  );
}
