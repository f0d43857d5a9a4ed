import { isOutage } from "@onefold/database";
import type { Database } from "@onefold/database";
import type { ItemRef, JobResult, JobResults } from "@onefold/contract";
import { readInputNames, readJob, readResults } from "@onefold/records";
import type { ResultPage, ResultsRequest, RowResult } from "@onefold/records";
import type { Handler } from "hono";
import { accepts } from "hono/accepts";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { requireKey } from "../auth/require-key.ts";
import { pageStream } from "../export/page-stream.ts";
import { createRejectsWriter, REJECTS_NAMES_MAX } from "../export/rejects-writer.ts";
import { createResultsWriter, writeResultLines } from "../export/results-writer.ts";
import { begunPages, writtenPages } from "../export/written-pages.ts";
import type { RowWriter } from "../export/written-pages.ts";
import { presentJobResult } from "../present/job-result.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { PAGE_PARAMETERS, readPaging } from "../request/paging.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

const TYPES = {
  json: "application/json",
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
} as const;
type Format = keyof typeof TYPES;
type Outcome = ResultsRequest["outcome"];

export const RESULTS_LIMITS = { normal: 100, max: 1_000 };
/** Rows that are read at once for a file. */
const PAGE = 1_000;
/** The last row of the page before. */
const RowPosition = z.tuple([z.int32().min(0)]);

/** `GET /api/jobs/{id}/results`: what became of its rows, a page as JSON, or all streamed as CSV or NDJSON. */
export function getJobResults(services: Services): Handler<AppEnv, "/api/jobs/:id/results"> {
  return async (c) => {
    knownQuery(c, ["outcome", "format", ...PAGE_PARAMETERS]);
    const outcome = queryChoice(c, "outcome", ["created", "updated", "unmodified", "rejected"]);
    const format = queryChoice(c, "format", ["json", "ndjson", "csv"]) ?? acceptedFormat(c);
    const ref = readJobId(c, services, c.req.param("id"));
    c.set("jobId", ref.jobId);
    if (format === "json") return await answerPage(c, services, ref, outcome);
    for (const name of PAGE_PARAMETERS)
      if (c.req.query(name) !== undefined)
        throw new ApiError("INVALID_REQUEST", `${name} goes with format=json: a file holds all rows.`);
    return await answerFile(c, services, ref, outcome, format);
  };
}

function acceptedFormat(c: AppContext): Format {
  const type = accepts(c, {
    header: "Accept",
    supports: ["application/json", "text/csv", "application/x-ndjson", "application/ndjson"],
    default: "application/json",
  });
  if (type === "text/csv") return "csv";
  return type === "application/json" ? "json" : "ndjson";
}

async function answerPage(
  c: AppContext,
  { slow, cursors }: Services,
  ref: ItemRef,
  outcome: Outcome,
): Promise<Response> {
  const { limit, cursor } = readPaging(c, RESULTS_LIMITS);
  const asked = { results: ref.jobId, outcome: outcome ?? "all" };
  const after = cursor === undefined ? undefined : cursors.read(asked, cursor, RowPosition)[0];
  const { results, next } = await reading(() =>
    readResults(slow.of(c), ref, {
      limit,
      ...(outcome && { outcome }),
      ...(after !== undefined && { after }),
    }),
  );
  const body: JobResults = {
    data: results.map((result) => presentJobResult(c.get("key"), result)),
    limit,
    ...(next !== undefined && { nextCursor: cursors.write(asked, [next]) }),
  };
  return reply(c, 200, body, { Vary: "Accept" });
}

async function answerFile(
  c: AppContext,
  services: Services,
  ref: ItemRef,
  outcome: Outcome,
  format: "csv" | "ndjson",
): Promise<Response> {
  const write = await reading(() => writer(c, services, ref, outcome, format));
  const pages = resultPages(services.slow.of(c), ref, outcome);
  // Before the status is sent: what fails here is answered as an error.
  const first = await reading(() => pages.next());
  const mayGoOn = async () => requireKey(c, services.keys);
  const body =
    c.req.method === "HEAD"
      ? null
      : stream(c, services, writtenPages(write, begunPages(first, pages, mayGoOn)));
  if (!body) await pages.return();
  return new Response(body, { status: 200, headers: headersOf(c, outcome, format) });
}

async function writer(
  c: AppContext,
  { slow }: Services,
  ref: ItemRef,
  outcome: Outcome,
  format: "csv" | "ndjson",
): Promise<RowWriter<RowResult>> {
  const written = await jobResultWriter(slow.of(c), ref, outcome, format);
  return {
    ...written,
    write: (results) => written.write(results.map((result) => presentJobResult(c.get("key"), result))),
  };
}

async function jobResultWriter(
  db: Database,
  ref: ItemRef,
  outcome: Outcome,
  format: "csv" | "ndjson",
): Promise<RowWriter<JobResult>> {
  if (format === "ndjson") return { header: "", cells: 100, write: writeResultLines };
  if (outcome !== "rejected") return createResultsWriter();
  const job = await readJob(db, ref.teamId, ref.jobId);
  return createRejectsWriter(job?.entity ?? "contact", await readInputNames(db, ref, REJECTS_NAMES_MAX));
}

/** The next page is read when it is asked for. */
async function* resultPages(
  db: Database,
  ref: ItemRef,
  outcome: Outcome,
): AsyncGenerator<ResultPage["results"], void> {
  let after: number | undefined;
  do {
    const request = { limit: PAGE, ...(outcome && { outcome }), ...(after !== undefined && { after }) };
    const page: ResultPage = await readResults(db, ref, request);
    yield page.results;
    after = page.next;
  } while (after !== undefined);
}

function stream(c: AppContext, { log }: Services, chunks: AsyncIterator<string, void>) {
  const requestId = c.get("requestId");
  return pageStream(chunks, (err) => {
    log[isOutage(err) || err instanceof ApiError ? "warn" : "error"]({ requestId, err }, "results broke off");
    c.env.outgoing.destroy();
  });
}

function headersOf(c: AppContext, outcome: Outcome, format: Format): Record<string, string> {
  const more = c.get("answerHeaders");
  c.set("answerHeaders", undefined);
  return {
    "Content-Type": TYPES[format],
    "Content-Disposition": `attachment; filename="${outcome ?? "results"}.${format}"`,
    ...EVERY_ANSWER,
    Vary: "Accept",
    "X-Request-Id": c.get("requestId"),
    ...more,
  };
}
