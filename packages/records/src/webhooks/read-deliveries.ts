import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** How far the deliveries to a webhook are. */
export interface Deliveries {
  /** How many messages are due to it, or will be, up to `WAITING_MAX`. */
  readonly waiting: number;
  /** Absent where none is kept. */
  readonly lastAttempt?: LastAttempt;
}

interface LastAttempt {
  readonly at: Date;
  readonly delivered: boolean;
  readonly status?: number;
  readonly error?: string;
}

/** What a webhook has to which nothing was sent. */
export const NO_DELIVERIES: Deliveries = { waiting: 0 };

/** As many messages are counted. A list of webhooks would else read all that waits. */
const WAITING_MAX = 1_000;

interface Row {
  webhook_id: string;
  waiting: number;
  at: Date | null;
  delivered: boolean | null;
  status: number | null;
  error: string | null;
}

/**
 * Reads how far the deliveries to a team's webhooks are, by the ids of the webhooks.
 * @param webhookId only of this one
 */
export async function readDeliveries(
  db: Database,
  teamId: string,
  webhookId?: string,
): Promise<ReadonlyMap<string, Deliveries>> {
  const { rows } = await sql<Row>`
    select w.webhook_id, m.waiting, a.at, a.delivered, a.status, a.error
      from webhooks w
     cross join lateral (
             select count(*) as waiting
               from (select from webhook_messages
                      where team_id = ${teamId} and webhook_id = w.webhook_id limit ${WAITING_MAX}) counted) m
      left join lateral (
             select at, delivered, status, error from webhook_attempts
              where team_id = ${teamId} and webhook_id = w.webhook_id order by number desc limit 1) a on true
     where w.team_id = ${teamId} ${webhookId === undefined ? sql`` : sql`and w.webhook_id = ${webhookId}`}`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.webhook_id, deliveriesOf(row)]));
}

function deliveriesOf({ waiting, at, delivered, status, error }: Row): Deliveries {
  if (at === null) return { waiting };
  const lastAttempt = {
    at,
    delivered: delivered === true,
    ...(status !== null && { status }),
    ...(error !== null && { error }),
  };
  return { waiting, lastAttempt };
}
