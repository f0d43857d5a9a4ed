import { Entity, JobId } from "@onefold/contract";
import type { JobList } from "@onefold/contract";
import { seesAll } from "@onefold/present";
import { DAY_MS, listSingleJobs } from "@onefold/records";
import type { RecordName } from "@onefold/records";
import { z } from "zod";
import { requireOneOf } from "../auth/require-scope.ts";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { presentJob } from "../present/job.ts";
import type { AppContext } from "../request/app-env.ts";
import type { Paging } from "../request/paging.ts";
import { queryChoice } from "../request/query.ts";
import { recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

const Outcome = z.enum(["created", "updated", "unmodified", "rejected"]);

export const SINGLE_JOBS_QUERY = {
  record: z
    .string()
    .optional()
    .meta({
      description:
        "Jobs of single requests that reached this record, or gave a value that is its own: an id, an e-mail, a domain, " +
        "or a LinkedIn or Sales Navigator URL. It takes a key with `read`.",
    }),
  outcome: Outcome.optional().meta({ description: "Jobs of single requests with this outcome." }),
};

interface SingleJobsQuery {
  readonly record?: { readonly entity: Entity; readonly name: RecordName };
  readonly outcome?: z.infer<typeof Outcome>;
  /** Says what was asked for. A cursor is valid for this only. */
  readonly asked: string;
}

const JobPosition = z.tuple([JobId]);

/**
 * Reads what a request for single jobs asks for. It gives undefined for one about uploads' jobs.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readSingleJobsQuery(c: AppContext): SingleJobsQuery | undefined {
  const outcome = queryChoice(c, "outcome", Outcome.options);
  const [text, ...more] = c.req.queries("record") ?? [];
  if (text === undefined && outcome === undefined) return undefined;
  if (c.req.query("status") !== undefined)
    throw invalid("status can't be combined with record or outcome: it is of batches.");
  if (more.length > 0) throw invalid("The query parameter record takes one value.");
  const record = text === undefined ? undefined : readRecord(c, text);
  return {
    ...(record && { record }),
    ...(outcome !== undefined && { outcome }),
    asked: `${outcome ?? "any"} ${text ?? ""}`,
  };
}

function readRecord(c: AppContext, text: string): SingleJobsQuery["record"] {
  // The answer tells which names belong to one record. A key that only sends may not learn that.
  requireOneOf(c.get("key"), ["read"]);
  for (const entity of Entity.options) {
    const name = recordNameOf(entity, text.trim());
    if (name) return { entity, name };
  }
  throw invalid("The query parameter record takes an id, an e-mail, a domain or a LinkedIn URL.");
}

/** Answers with one page of single jobs. */
export async function listSingles(
  c: AppContext,
  { slow, cursors, clock, jobIds }: Services,
  { record, outcome, asked: filter }: SingleJobsQuery,
  { limit, cursor }: Paging,
): Promise<Response> {
  const key = c.get("key");
  const { teamId } = key;
  const keyId = seesAll(key) ? undefined : key.keyId;
  const asked = { teamId, singleJobs: filter, of: keyId ?? "all" };
  const before = cursor === undefined ? undefined : cursors.read(asked, cursor, JobPosition)[0];
  const now = clock.now();
  const since = now - DAY_MS;
  const { jobs, next } = await reading(() =>
    listSingleJobs(slow.of(c), teamId, {
      limit,
      since,
      now,
      ...(before !== undefined && { before }),
      ...(record && { record }),
      ...(outcome !== undefined && { outcome }),
      ...(keyId !== undefined && { keyId }),
    }),
  );
  const acceptedAtOf = (jobId: string) => jobIds.read(teamId, jobId)?.acceptedAt ?? 0;
  const body: JobList = {
    data: jobs.flatMap(({ jobId, ...receipt }) => {
      const acceptedAt = acceptedAtOf(jobId);
      const ref = { teamId, jobId, row: 0, acceptedAt };
      return acceptedAt < since ? [] : [presentJob(key, { id: jobId, acceptedAt }, { ref, ...receipt })];
    }),
    limit,
    // Ids sort by time, so what comes after one that is too old is older still.
    ...(next !== undefined && acceptedAtOf(next) >= since && { nextCursor: cursors.write(asked, [next]) }),
  };
  return reply(c, 200, body);
}

function invalid(message: string): ApiError {
  return new ApiError("INVALID_REQUEST", message);
}
