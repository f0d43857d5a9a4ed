import { ROW_MAX_BYTES } from "@onefold/contract";
import { JSONParser, TokenType } from "@streamparser/json";
import { ApiError } from "../../errors/api-error.ts";
import { safeObject } from "../../request/parse-json.ts";
import { createLineCounter } from "./line-counter.ts";
import { tooLong } from "./too-long.ts";
import type { UploadRow } from "./upload-row.ts";

/** A longer row can't be passed over: the parser would hold it. */
const PARSED_MAX_BYTES = 4 * ROW_MAX_BYTES;
/** Arrays and objects within each other that are parsed at all; a row may have fewer. */
const PARSED_MAX_DEPTH = 64;

/** The objects of one JSON array. */
export async function* jsonRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<UploadRow[], void> {
  const parser = createArrayParser();
  for await (const chunk of bytes) {
    const { rows, error } = parser.write(chunk);
    if (rows.length > 0) yield rows;
    if (error !== undefined) throw error;
  }
  parser.end();
}

interface Parsed {
  readonly rows: UploadRow[];
  /** What ends the upload, after these rows. */
  readonly error?: ApiError;
}

function createArrayParser() {
  const parser = new JSONParser({ paths: ["$.*"], keepStack: false });
  const lines = createLineCounter();
  let rows: UploadRow[] = [];
  let depth = 0;
  let row = { start: 0, line: 1 };
  let end = 0;

  parser.onToken = ({ token, offset }) => {
    if (depth === 0) requireArray(token);
    if (depth === 1 && BEGINS.has(token)) row = { start: offset, line: lines.at(offset) };
    if (OPENS.has(token)) depth++;
    if (CLOSES.has(token)) depth--;
    if (depth > PARSED_MAX_DEPTH) throw tooDeep(row.line);
    end = offset + 1;
  };
  parser.onValue = ({ value }) => rows.push(rowOf(value, row.line, end - row.start));

  return {
    write(chunk: Buffer): Parsed {
      rows = [];
      lines.next(chunk);
      try {
        parser.write(chunk);
        if (lines.length - (depth > 1 ? row.start : end) > PARSED_MAX_BYTES) throw tooLarge(row.line);
        return { rows };
      } catch (error) {
        return { rows, error: error instanceof ApiError ? error : broken(lines.at(lines.length)) };
      }
    },
    end(): void {
      if (!parser.isEnded) throw unfinished(lines.at(lines.length), end === 0);
    },
  };
}

const OPENS: ReadonlySet<TokenType> = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
const CLOSES: ReadonlySet<TokenType> = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);
const BEGINS: ReadonlySet<TokenType> = new Set([
  ...OPENS,
  TokenType.STRING,
  TokenType.NUMBER,
  TokenType.TRUE,
  TokenType.FALSE,
  TokenType.NULL,
]);

function rowOf(value: unknown, line: number, length: number): UploadRow {
  if (length > PARSED_MAX_BYTES) throw tooLarge(line);
  if (length > ROW_MAX_BYTES) return tooLong(line, length);
  const content = JSON.stringify(value) ?? "";
  try {
    return { line, content, fields: safeObject(value, "The row") };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const raw = Buffer.from(content);
    return { line, content, raw, problem: { code: error.code, message: error.message } };
  }
}

function requireArray(token: TokenType): void {
  if (token === TokenType.LEFT_BRACKET) return;
  throw new ApiError(
    "INVALID_JSON",
    "The body must be one JSON array of objects; objects a line each are Content-Type: application/x-ndjson.",
  );
}

function broken(line: number): ApiError {
  return new ApiError("INVALID_JSON", `The JSON can't be read further, at line ${line}.`);
}

function unfinished(line: number, isEmpty: boolean): ApiError {
  if (isEmpty) return new ApiError("INVALID_JSON", "The body is empty: send a JSON array of objects.");
  // Perhaps somebody on the way has shortened it.
  return new ApiError("UPLOAD_BROKEN", `The JSON array isn't closed: the body ends in line ${line}.`);
}

function tooDeep(line: number): ApiError {
  return new ApiError("INVALID_JSON", `The row in line ${line} is nested deeper than can be read.`);
}

function tooLarge(line: number): ApiError {
  return new ApiError(
    "INVALID_JSON",
    `The row that begins in line ${line} is larger than ${PARSED_MAX_BYTES} bytes, so that it can't be passed over.`,
  );
}
