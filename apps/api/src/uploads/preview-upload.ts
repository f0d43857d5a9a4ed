import type { Entity, UploadPreview } from "@onefold/contract";
import { seesAll } from "@onefold/present";
import { listFields } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { AppContext } from "../request/app-env.ts";
import { readRawBytes } from "../request/read-body.ts";
import type { Services } from "../services.ts";
import { shorten } from "../validate/problems.ts";
import { openCsv } from "./open-csv.ts";
import type { UploadRow } from "./rows/upload-row.ts";
import { readUploadFormat } from "./upload-format.ts";
import { readUploadQuery } from "./upload-query.ts";

/** Rows that are shown. */
const ROWS = 3;

/**
 * How a CSV that begins with the body would be read: nothing is judged, queued or kept. Columns without a place are
 * listed without a field, and one that may say who opted out is refused as in an upload.
 * @throws ApiError as an upload does for its header
 */
export async function previewUpload(
  c: AppContext,
  services: Services,
  entity: Entity,
): Promise<UploadPreview> {
  const format = readUploadFormat(c.env.incoming.headers);
  const query = readUploadQuery(c, entity, format);
  if (format.kind !== "csv" || format.isGzip)
    throw new ApiError("INVALID_REQUEST", "A preview is of the beginning of a CSV, as it is and not packed.");
  const bytes = await readRawBytes(c, services.limits);
  const csv = openCsv(once(bytes), {
    entity,
    format,
    query: { ...query, columns: { ...query.columns, ignoreUnknown: true } },
    maySeeFields: seesAll(c.get("key")),
    listFields: () => reading(() => listFields(services.db, c.get("key").teamId)),
    readBefore: () => Promise.resolve(undefined),
  });
  const rows = await firstRows(csv.rows, () => csv.csv() !== undefined);
  const read = csv.csv();
  if (!read) throw new Error("a CSV without a header is refused");
  return { success: true, csv: read, rows: rows.map(presentRow) };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer, void> {
  yield bytes;
}

async function firstRows(
  batches: AsyncIterable<readonly UploadRow[]>,
  hasHeader: () => boolean,
): Promise<UploadRow[]> {
  const rows: UploadRow[] = [];
  try {
    for await (const batch of batches) {
      rows.push(...batch.slice(0, ROWS - rows.length));
      if (rows.length === ROWS) break;
    }
  } catch (error) {
    // The beginning may end within a row, or within quotes.
    if (!(error instanceof ApiError && error.code === "INVALID_CSV" && hasHeader())) throw error;
  }
  return rows;
}

function presentRow(row: UploadRow): UploadPreview["rows"][number] {
  const cells = row.ignored?.() ?? [];
  const ignored = cells.map(([header, value]) => ({ header, value: shorten(String(value)) }));
  const beside = ignored.length > 0 ? { ignored } : {};
  if ("problem" in row)
    return { line: row.line, fields: { ...row.input }, ...beside, problem: row.problem.message };
  return { line: row.line, fields: { ...row.fields }, ...beside };
}
