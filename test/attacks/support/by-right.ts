/** A statement that is rightly held to no team, and why. */
export interface OfAllTeams {
  readonly begins: RegExp;
  readonly why: string;
}

/** All there are. What such a look finds is then worked on team by team: those statements are no exception. */
export const BY_RIGHT: readonly OfAllTeams[] = [
  {
    begins: /^select "n"\."hash", .* from "api_keys" as "k" inner join .*"hash" = any\(\$1::bytea\[\]\) /,
    why: "Whose a secret is, by its hash: this is how the team of a request is known.",
  },
  {
    begins: /^select "key_id" from "rotated_secrets" where "hash" = \$1$/,
    why: "No two keys have a secret in common, in the whole deployment. Whose the other is isn't told.",
  },
  {
    begins: /^select "team_id", "key_id" from "console_secrets" where "hash" = \$1$/,
    why: "Whose a link to the console is, by its hash.",
  },
  { begins: /^delete from "console_secrets" where "valid_until" < now\(\)$/, why: "Past their time." },
  {
    begins: /^select greatest\( \(select clock from receipts order by clock desc limit 1\)/,
    why: "Clocks are the whole deployment's: a process starts above the highest.",
  },
  {
    begins: /^select team_id, job_id, entity from jobs where status is null and upload = 'open' /,
    why: "Uploads whose process is gone.",
  },
  {
    begins: /^select j\.team_id, j\.job_id from jobs j where j\.status is null and \(j\.upload = 'complete'/,
    why: "Jobs of which every row has its receipt.",
  },
  {
    begins: /^select team_id, job_id from erasures where \(position is not null /,
    why: "Erasures that aren't through.",
  },
  {
    begins: /^select team_id, entity, name from deleted_fields where removed_at is null /,
    why: "Deleted fields whose values aren't gone yet.",
  },
  {
    begins:
      /^select r\.team_id, r\.day::text, .* where r\.names = '\{\}' and r\.record_id is null and r\.finished_at </,
    why: "Inputs of rejected rows whose hours are over.",
  },
  {
    begins: /^select j\.team_id, j\.job_id, j\.accepted_at, b\.below from jobs j /,
    why: "Jobs that the queue has lost rows of.",
  },
  {
    begins: /^update jobs set checked_rows = rows_taken, checked_at = now\(\) /,
    why: "Up to where that was looked.",
  },
  {
    begins: /^select team_id, job_id from jobs where status is null and accepted_at </,
    why: "Jobs past the retention.",
  },
  { begins: /^delete from tombstones where clock < \$1 /, why: "Past the retention." },
  { begins: /^delete from "merges" where "clock" < \$1 /, why: "Past the retention." },
  {
    begins: /^delete from "jobs" where "finished_at" is not null and "accepted_at" < \$1$/,
    why: "Past the retention.",
  },
  {
    begins: /^select team_id, route, key_hash from idempotency_keys where created_at < now\(\) /,
    why: "Past the retention.",
  },
  {
    begins: /^select team_id, webhook_id, place, replay is not null as is_replaying, /,
    why: "Webhooks whose feeds are followed.",
  },
  {
    begins: /^select team_id, webhook_id, \(extract\(epoch from statement_timestamp\(\) - next_at\)/,
    why: "Webhooks with messages that are due.",
  },
  {
    begins: /^select team_id, webhook_id, number from webhook_attempts where at < /,
    why: "Attempts that are past their days.",
  },
];
