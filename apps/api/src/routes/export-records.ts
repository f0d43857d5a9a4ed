import type { Entity, RecordSnapshot } from "@onefold/contract";
import { isOutage } from "@onefold/database";
import { listFields } from "@onefold/records";
import type { Handler } from "hono";
import { accepts } from "hono/accepts";
import { reading } from "../errors/reading.ts";
import { ApiError } from "../errors/api-error.ts";
import { requireKey } from "../auth/require-key.ts";
import { createCsvWriter } from "../export/csv-writer.ts";
import { exportPages } from "../export/export-pages.ts";
import { pageStream } from "../export/page-stream.ts";
import { begunPages, writtenPages } from "../export/written-pages.ts";
import type { RowWriter } from "../export/written-pages.ts";
import { presentRecord } from "../present/record.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { readSelection, selectionParameters } from "../request/list-filter.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import type { Services } from "../services.ts";

const TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;
type Format = keyof typeof TYPES;
const NAMES = { contact: "contacts", company: "companies" } as const;

/** `GET /api/contacts/export`, and of companies: all that match, streamed as CSV or as a JSON object a line. */
export function exportRoute(services: Services, entity: Entity): Handler<AppEnv> {
  return async (c) => {
    knownQuery(c, ["format", ...selectionParameters(entity)]);
    const format = queryChoice(c, "format", ["csv", "ndjson"]) ?? acceptedFormat(c);
    const selection = readSelection(c, entity);
    const { teamId } = c.get("key");
    const write = await reading(() => writer(services, teamId, entity, format));
    const pages = exportPages(services.slow.of(c), teamId, entity, selection);
    // Before the status is sent: what fails here is answered as an error.
    const first = await reading(() => pages.next());
    const mayGoOn = async () => requireKey(c, services.keys);
    const body =
      c.req.method === "HEAD"
        ? null
        : stream(c, services, writtenPages(write, begunPages(first, pages, mayGoOn)));
    if (!body) await pages.return();
    return new Response(body, { status: 200, headers: headersOf(c, entity, format) });
  };
}

function acceptedFormat(c: AppContext): Format {
  const type = accepts(c, {
    header: "Accept",
    supports: ["text/csv", "application/x-ndjson", "application/ndjson"],
    default: "text/csv",
  });
  return type === "text/csv" ? "csv" : "ndjson";
}

async function writer(
  { db }: Services,
  teamId: string,
  entity: Entity,
  format: Format,
): Promise<RowWriter<RecordSnapshot>> {
  if (format === "ndjson")
    return {
      header: "",
      cells: 100,
      write: (records) =>
        records.map((record) => `${JSON.stringify(presentRecord(entity, record))}\n`).join(""),
    };
  const custom = (await listFields(db, teamId)).filter((field) => field.entity === entity);
  return createCsvWriter(entity, custom.map(({ name }) => name).toSorted());
}

function stream(c: AppContext, { log }: Services, chunks: AsyncIterator<string, void>) {
  const requestId = c.get("requestId");
  return pageStream(chunks, (err) => {
    log[isOutage(err) || err instanceof ApiError ? "warn" : "error"](
      { requestId, err },
      "an export broke off",
    );
    c.env.outgoing.destroy();
  });
}

function headersOf(c: AppContext, entity: Entity, format: Format): Record<string, string> {
  const more = c.get("answerHeaders");
  c.set("answerHeaders", undefined);
  const day = new Date().toISOString().slice(0, 10);
  return {
    "Content-Type": TYPES[format],
    "Content-Disposition": `attachment; filename="${NAMES[entity]}-${day}.${format}"`,
    ...EVERY_ANSWER,
    Vary: "Accept",
    "X-Request-Id": c.get("requestId"),
    ...more,
  };
}
