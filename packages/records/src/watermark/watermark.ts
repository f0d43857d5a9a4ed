import { sql } from "kysely";

/** What was accepted before this time is no longer in the queue: it has its receipt, or it is lost. */
export interface Watermark {
  /** Milliseconds since 1970, by the database's time. */
  readonly passedBefore: number;
  /** When the look at the queue began by which this is known. */
  readonly lookedAt: number;
}

/** Workers look every 10 seconds. An older look says nothing of what was added since. */
export const FRESH_SECONDS = 60;

/**
 * Says whether the noted watermark still counts. It doesn't if no worker looks any more, or if the database's time was
 * set back since.
 */
export const isFresh = sql<boolean>`(
  q.looked_at is not null
  and q.looked_at between now() - make_interval(secs => ${sql.lit(FRESH_SECONDS)}) and now() + interval '10 seconds')`;
