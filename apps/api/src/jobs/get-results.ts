import type { Database } from "@onefold/database";
import { JobResults } from "@onefold/contract";
import type { ItemRef, JobResult } from "@onefold/contract";
import { readInputNames, readJob, readJobCsv, readResults } from "@onefold/records";
import type { ResultPage, RowResult } from "@onefold/records";
import { accepts } from "hono/accepts";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { answerFile } from "../export/answer-file.ts";
import type { FileFormat } from "../export/answer-file.ts";
import { createRejectsWriter, REJECTS_NAMES_MAX } from "../export/rejects-writer.ts";
import { createResultsWriter, writeResultLines } from "../export/results-writer.ts";
import type { RowWriter } from "../export/written-pages.ts";
import { answer } from "../openapi/answers.ts";
import { json, text, VARIES } from "../openapi/content.ts";
import { SAMPLE_LATER } from "../openapi/samples/ids.ts";
import { presentJobResult } from "../present/job-result.ts";
import type { AppContext } from "../request/app-env.ts";
import { VARIES_BY_ACCEPT } from "../request/every-answer.ts";
import { pageQuery, readPaging } from "../request/paging.ts";
import { flag, knownQuery, queryChoice, queryFlag } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Services } from "../services.ts";
import { readResultsQuery, RESULTS_QUERY } from "./results-query.ts";
import type { AskedResults, WhichResults } from "./results-query.ts";
import { JOB_PARAMETER, JOB_SCOPES } from "./samples.ts";

const LIMITS = { normal: 100, max: 1_000 };
/** How many rows are read at once for a file. */
const PAGE = 1_000;
/** The number of the last row of the page before. */
const RowPosition = z.tuple([z.int32().min(0)]);

const Formats = z.enum(["json", "ndjson", "csv"]);
type Format = z.infer<typeof Formats>;
const PAGES = pageQuery(LIMITS);
const QUERY = {
  ...RESULTS_QUERY,
  format: Formats.optional().meta({
    description: "By default what `Accept` asks for, else JSON.",
    param: { example: "json" },
  }),
  excel: flag(
    "CSV only. `true`: with a byte order mark, and the delimiter of the upload, so that a spreadsheet opens it.",
  ),
  ...PAGES,
  limit: PAGES.limit.meta({ description: `Of a page of JSON; ${LIMITS.normal} by default.` }),
};

const REJECTED: JobResult = {
  row: 17,
  outcome: "rejected",
  finishedAt: SAMPLE_LATER,
  code: "INVALID_EMAIL",
  message: "Line 19: email must be an e-mail address.",
  details: [{ path: "email", code: "INVALID_EMAIL", message: "email must be an e-mail address." }],
  input: { email: "jane@example", firstName: "Jane" },
};
const RESULTS = {
  ...json(JobResults, { data: [REJECTED], limit: LIMITS.normal }),
  ...text(
    "text/csv",
    "email,firstName,_row,_line,_code,_message\r\n" +
      "jane@example,Jane,18,19,INVALID_EMAIL,Line 19: email must be an e-mail address.\r\n",
  ),
  ...text("application/x-ndjson", `${JSON.stringify(REJECTED)}\n`, "A JobResult a line."),
};

export const getJobResultsRoute = defineRoute({
  method: "GET",
  path: "/api/jobs/:id/results",
  scopes: JOB_SCOPES,
  operationId: "getJobResults",
  summary: "Read what became of each row",
  description:
    "By row, those that are done; a job that goes on has more later. JSON comes in pages, which can be shorter than " +
    "their limit; CSV and NDJSON (a " +
    "JobResult a line) hold all rows, streamed: a connection that breaks off means that the file isn't whole. The " +
    "CSV of `outcome=rejected` has the fields that the rows gave, lists with semicolons between their values, and " +
    "`_row` and `_line` (both from 1), `_code` and `_message`, and where there are any `_ignored`, the values of columns " +
    "that were left out, and `_raw`, a row that could not be read: mended, it can be uploaded again as it is, since an " +
    "upload ignores those. It has " +
    "at most 1,000 columns, as an upload has; what rows gave beside them is in the column `_input`, a JSON object of " +
    "each row, which an upload reads. Texts that a spreadsheet would take for a formula start with an apostrophe, " +
    "which the upload takes away.",
  request: { params: JOB_PARAMETER, query: QUERY },
  answers: {
    200: answer("A page, or all of them.", RESULTS, {
      ...VARIES,
      "Content-Disposition": z.string().optional().meta({ description: "Of a file: its name." }),
    }),
  },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "JOB_EXPIRED"],
  async handle(c, services) {
    knownQuery(c, QUERY);
    const { which, asked } = readResultsQuery(c);
    const format = queryChoice(c, "format", Formats.options) ?? acceptedFormat(c);
    const ref = readJobId(c, services, c.req.param("id"));
    c.set("jobId", ref.jobId);
    const isForExcel = queryFlag(c, "excel");
    if (isForExcel && format !== "csv") throw new ApiError("INVALID_REQUEST", "excel goes with format=csv.");
    if (format === "json") return await answerPage(c, services, ref, { which, asked });
    for (const name of Object.keys(PAGES))
      if (c.req.query(name) !== undefined)
        throw new ApiError("INVALID_REQUEST", `${name} goes with format=json: a file holds all rows.`);
    const db = services.slow.of(c);
    return await answerFile(c, services, {
      name: which.outcome ?? "results",
      format,
      writer: () => writer(c, db, ref, { outcome: which.outcome, format, isForExcel }),
      pages: resultPages(db, ref, which),
    });
  },
});

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
  { which, asked: filter }: AskedResults,
): Promise<Response> {
  const { limit, cursor } = readPaging(c, LIMITS);
  const asked = { results: ref.jobId, ...filter };
  const after = cursor === undefined ? undefined : cursors.read(asked, cursor, RowPosition)[0];
  const { results, next } = await reading(() =>
    readResults(slow.of(c), ref, {
      ...which,
      limit,
      ...(after !== undefined && { after }),
    }),
  );
  const body: JobResults = {
    data: results.map((result) => presentJobResult(c.get("key"), ref.jobId, result)),
    limit,
    ...(next !== undefined && { nextCursor: cursors.write(asked, [next]) }),
  };
  return reply(c, 200, body, VARIES_BY_ACCEPT);
}

interface ResultsFile {
  readonly outcome: WhichResults["outcome"];
  readonly format: FileFormat;
  readonly isForExcel: boolean;
}

async function writer(
  c: AppContext,
  db: Database,
  ref: ItemRef,
  file: ResultsFile,
): Promise<RowWriter<RowResult>> {
  const written = await jobResultWriter(db, ref, file);
  return {
    ...written,
    write: (results) =>
      written.write(results.map((result) => presentJobResult(c.get("key"), ref.jobId, result))),
  };
}

async function jobResultWriter(
  db: Database,
  ref: ItemRef,
  { outcome, format, isForExcel }: ResultsFile,
): Promise<RowWriter<JobResult>> {
  if (format === "ndjson") return { header: "", cells: 100, write: writeResultLines };
  const style = isForExcel ? { hasMark: true, delimiter: (await readJobCsv(db, ref))?.delimiter } : {};
  if (outcome !== "rejected") return createResultsWriter(style);
  const job = await readJob(db, ref.teamId, ref.jobId);
  return createRejectsWriter(job?.entity, await readInputNames(db, ref, REJECTS_NAMES_MAX), style);
}

/** Reads the results page by page, each page when it is asked for. */
async function* resultPages(
  db: Database,
  ref: ItemRef,
  which: WhichResults,
): AsyncGenerator<ResultPage["results"], void> {
  let { after } = which;
  do {
    const request = { ...which, limit: PAGE, ...(after !== undefined && { after }) };
    const page: ResultPage = await readResults(db, ref, request);
    yield page.results;
    after = page.next;
  } while (after !== undefined);
}
