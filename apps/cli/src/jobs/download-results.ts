import { extname } from "node:path";
import { download } from "../api/client-of.ts";
import type { Api } from "../api/find-api.ts";

export const RESULT_FORMATS = ["csv", "ndjson"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

export const EXCEL_HELP = "a CSV that Excel opens: with a byte order mark, and the delimiter of the upload";

export interface Results {
  readonly outcome?: string | undefined;
  readonly note?: string | undefined;
  readonly format: ResultFormat;
  /** Whether it is a CSV for Excel: with a byte order mark, and with the delimiter of the upload. */
  readonly excel?: boolean | undefined;
}

/**
 * Downloads the results of a job's rows, as a file of any length.
 * @throws ApiRefusal, or the reason of the signal
 */
export function downloadResults(
  api: Api,
  id: string,
  { outcome, note, format, excel }: Results,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const query = {
    format,
    ...(outcome !== undefined && { outcome }),
    ...(note !== undefined && { note }),
    ...(excel === true && { excel: "true" }),
  };
  return download(api, `/api/jobs/${encodeURIComponent(id)}/results`, query, signal);
}

/** Chooses the format by the name of the file to write; CSV if the name doesn't tell. */
export function resultFormatOf(path: string): ResultFormat {
  return [".ndjson", ".jsonl", ".json"].includes(extname(path).toLowerCase()) ? "ndjson" : "csv";
}
