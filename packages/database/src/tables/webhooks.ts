import type { Generated } from "kysely";

/** Who is told of what happens to a team's records. */
export interface WebhookTable {
  team_id: string;
  webhook_id: string;
  url: string;
  /** Null: all. So it is of `events` and `fields`. */
  entity: string | null;
  /** `ChangeEventName`s. */
  events: string[] | null;
  /** Of `updated`, only what changed one of these. */
  fields: string[] | null;
  description: string | null;
  /** What lemlist's route was given; null for the others. */
  lemlist: unknown;
  /** What signs: the newest first, the one before with the time until which it does. */
  secrets: unknown;
  enabled: Generated<boolean>;
  /** `WebhookDisabledReason` of the contract. */
  disabled_reason: string | null;
  disabled_at: Date | null;
  created_at: Generated<Date>;
  created_by: string;
  /** `FeedPosition`: up to where the feed was put into messages. */
  place: unknown;
  /** `Replay`: a second place and where that ends, while events are sent again. */
  replay: unknown;
  /** When it was last found that something of the feed is gone unread. */
  missed_at: Date | null;
  /** When the first attempt failed since the last success. */
  failing_since: Date | null;
  /** How many have failed since. */
  failures: Generated<number>;
  last_success_at: Date | null;
  /** When to look for messages that are due; null where there are none. */
  next_at: Date | null;
  /** How many attempts there were: the number of the last. */
  attempts: Generated<number>;
}

/** What is due to a webhook about one record. It has nothing of a person but ids. */
export interface WebhookMessageTable {
  team_id: string;
  webhook_id: string;
  /** Or the job, of `job_ended`. */
  record_id: string;
  entity: string;
  message_id: string;
  /** `MessageContent` of the records package. */
  content: unknown;
  /** What came while that is being sent. */
  later: unknown;
  /** How often this content was tried. */
  tries: Generated<number>;
  /** When it is due; while it is being sent, when whoever sends it counts as gone. */
  next_at: Date;
  sending: Generated<boolean>;
  /** Counts the claims: whoever has an earlier one has lost it. */
  claim: Generated<number>;
}

/** How an attempt went. The last ones of each webhook are kept. */
export interface WebhookAttemptTable {
  team_id: string;
  webhook_id: string;
  number: number;
  at: Date;
  message_id: string;
  record_id: string;
  entity: string;
  /** `MessageContent`: what it told of, to be sent again. */
  content: unknown;
  delivered: boolean;
  status: number | null;
  /** A code of the sender's. */
  error: string | null;
  duration_ms: number;
  /** The first KiB. */
  answer: string | null;
}
