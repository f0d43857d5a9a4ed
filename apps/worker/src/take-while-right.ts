import type { DatabaseClock } from "@onefold/database";
import type { Consumer } from "@onefold/queue";
import type { Logger } from "pino";
import { every } from "./housekeeping/every.ts";

const EVERY_MS = 500;

/**
 * Lets the consumer, which begins paused, take chunks while this machine's clock is right: BullMQ's locks depend on it.
 * Chunks that it already holds are finished in any case, as what is stored depends on the database's time.
 */
export function takeWhileRight(clock: DatabaseClock, consumer: Consumer, log: Logger): AsyncDisposable {
  let isTaking: boolean | undefined;
  return every(
    EVERY_MS,
    async () => {
      const problem = clock.problem();
      if (isTaking === (problem === undefined)) return;
      if (problem) {
        if (isTaking) await consumer.pause();
        log.error({ problem }, "the clock is wrong: no chunks are taken");
      } else {
        await consumer.resume();
        log.info("chunks are taken");
      }
      isTaking = problem === undefined;
    },
    (error) => log.warn({ err: error }, "chunks can't be taken or left now; tried again"),
    { now: true },
  );
}
