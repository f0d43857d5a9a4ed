import { isUtf8 } from "node:buffer";
import { ROW_MAX_BYTES } from "@onefold/contract";
import { ApiError } from "../../errors/api-error.ts";
import { parseJson } from "../../request/parse-json.ts";
import { createGatherer } from "./gatherer.ts";
import type { Gathered } from "./gatherer.ts";
import { tooLong } from "./too-long.ts";
import type { UploadRow } from "./upload-row.ts";

const LINE_FEED = 10;
const NOTHING = Buffer.alloc(0);

/** A JSON object a line. A line that isn't one is a row with a problem; a blank one is none. */
export async function* ndjsonRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<UploadRow[], void> {
  const gatherer = createGatherer(ROW_MAX_BYTES);
  let line = 1;
  for await (const chunk of bytes) {
    const rows: UploadRow[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const row = rowOf(gatherer.take(chunk.subarray(start, end)), line);
      if (row) rows.push(row);
      start = end + 1;
      line++;
    }
    gatherer.add(chunk.subarray(start));
    if (rows.length > 0) yield rows;
  }
  const last = gatherer.length > 0 ? rowOf(gatherer.take(NOTHING), line) : undefined;
  if (last) yield [last];
}

function rowOf({ bytes, length }: Gathered, line: number): UploadRow | undefined {
  if (!bytes) return tooLong(line, length);
  if (!isUtf8(bytes)) {
    const message = "The line is not valid UTF-8.";
    return { line, content: bytes, raw: bytes, problem: { code: "INVALID_JSON", message } };
  }
  const text = bytes.toString("utf8");
  if (text.trim() === "") return undefined;
  try {
    return { line, content: bytes, fields: parseJson(text, "The line") };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { line, content: bytes, raw: bytes, problem: { code: error.code, message: error.message } };
  }
}
