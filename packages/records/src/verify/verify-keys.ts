import { ENTITIES, forEachEntity } from "@onefold/contract";
import { sql } from "kysely";
import { isFresh } from "../watermark/watermark.ts";
import { inSnapshot } from "./in-snapshot.ts";
import { ofTeam } from "./of-team.ts";
import type { Verifying } from "./verifying.ts";

const PAGE = 2_000;

interface KeyRow {
  readonly team_id: string;
  readonly route: string;
  readonly key_hash: Buffer;
  readonly job_id: string;
  readonly created_at: Date;
  readonly is_operation: boolean;
  readonly is_known: boolean;
  readonly is_passed: boolean;
  readonly is_due: boolean;
}

/** The routes whose keys are of single requests, which go through the queue. */
const ROUTES = Object.values(forEachEntity((entity) => `POST /api/${ENTITIES[entity].words.many}`));

/**
 * Idempotency-Keys whose request is known to be accepted: its receipt is there, or it may still be in the queue. Of
 * single requests without a key nothing else is kept than the receipt.
 */
export async function verifyKeys(verifying: Verifying): Promise<void> {
  for (let after: KeyRow | undefined; ;) {
    const rows = await readPage(verifying, after);
    for (const row of rows) judge(verifying, row);
    verifying.judged.idempotencyKeys += rows.length;
    verifying.looked("idempotency keys", verifying.judged.idempotencyKeys);
    after = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}

function judge({ findings, unjudged, keptFrom }: Verifying, row: KeyRow): void {
  const about = { teamId: row.team_id, jobId: row.job_id };
  if (row.is_known) return;
  if (row.created_at.getTime() * 1_000 < keptFrom) unjudged.keysPastRetention++;
  else if (row.is_operation)
    findings.add("lost", { ...about, what: "the operation was done, and has no receipt" });
  else if (row.is_passed)
    findings.add("lost", {
      ...about,
      what: "the request was accepted, has no receipt, and isn't in the queue",
    });
  else if (row.is_due)
    findings.add("pastDue", { ...about, what: "the request was accepted long ago, and waits" });
  else unjudged.itemsQueued++;
}

/**
 * The watermark is read with them, and counts as for `settleLost`: what it has passed has its receipt by then. A request is
 * accepted just before its key is noted, by another clock, so there is a minute between. An operation tells the ids of
 * what it did where its receipt doesn't; a deletion leaves none.
 */
async function readPage(
  { db, since, teamId, dueMs }: Verifying,
  after: KeyRow | undefined,
): Promise<KeyRow[]> {
  const { rows } = await inSnapshot(db, (trx) =>
    sql<KeyRow>`
      with page as (
        select k.* from idempotency_keys k
         where k.created_at > ${new Date(since / 1_000)}
           and ((k.route = any(${ROUTES}) and k.added) or (k.route = 'operation' and k.record_ids = '{}'))
           and ${ofTeam(teamId, "k.team_id")}
           and ${
             after
               ? sql`(k.team_id, k.route, k.key_hash) > (${after.team_id}, ${after.route}, ${after.key_hash})`
               : sql`true`
           }
         order by k.team_id, k.route, k.key_hash limit ${PAGE})
      select p.team_id, p.route, p.key_hash, p.job_id, p.created_at, p.route = 'operation' as is_operation,
             exists (select from queue_passed q
                      where ${isFresh} and p.created_at < q.passed_before - interval '1 minute') as is_passed,
             p.created_at < now() - make_interval(secs => ${dueMs / 1_000}) as is_due,
             exists (
               select from receipts r
                where r.team_id = p.team_id and r.job_id = p.job_id and r."row" = 0
                  and r.day between d.day - 1 and d.day + 1) as is_known
        from page p
             cross join lateral (
               select coalesce(p.day, (p.created_at at time zone 'UTC')::date) as day) d
       order by p.team_id, p.route, p.key_hash`.execute(trx),
  );
  return rows;
}
