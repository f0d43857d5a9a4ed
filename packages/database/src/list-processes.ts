import { ProcessReport } from "@onefold/contract";
import type { ClusterProcess } from "@onefold/contract";
import { sql } from "kysely";
import type { Database } from "./create-database.ts";
import { SILENT_MS } from "./presence.ts";

interface Row {
  readonly process_id: string;
  readonly app: "api" | "worker";
  readonly queue_id: string;
  readonly seen_at: Date;
  readonly silent_ms: number;
  readonly report: unknown;
}

/** More of a deployment are told in no answer. Those that ended without saying so are forgotten after a day. */
const MOST = 1_000;

/**
 * Lists the API processes and workers of the deployment, as each has told of itself last, by app and name.
 * @param queueId the queue that the caller uses; undefined while it can't be asked
 */
export async function listProcesses(db: Database, queueId: string | undefined): Promise<ClusterProcess[]> {
  const { rows } = await sql<Row>`
    select process_id, app, queue_id, seen_at, report,
           (extract(epoch from clock_timestamp() - seen_at) * 1000)::float8 as silent_ms
      from processes order by seen_at desc limit ${sql.lit(MOST)}`.execute(db);
  return rows
    .map((row) => processOf(row, queueId))
    .toSorted((a, b) => a.app.localeCompare(b.app) || a.name.localeCompare(b.name));
}

function processOf(
  { process_id, app, queue_id, seen_at, silent_ms, report }: Row,
  queueId: string | undefined,
): ClusterProcess {
  // One of a version before says nothing of itself, and one of a version after perhaps other things.
  const { data: told } = ProcessReport.partial().safeParse(report ?? {});
  return {
    ...told,
    app,
    name: told?.name ?? process_id,
    seenAt: seen_at.toISOString(),
    isSilent: silent_ms > SILENT_MS,
    ...(queueId !== undefined && { usesThisQueue: queue_id === queueId }),
  };
}
