import { ApiError } from "../errors/api-error.ts";

/** What files that aren't text begin with, what they are, and what to do (each format's own specification). */
const BINARIES: readonly (readonly [begins: string, what: string, fix: string])[] = [
  ["\x1f\x8b", "gzip", "say so by Content-Encoding: gzip"],
  [
    "PK\x03\x04",
    "a ZIP file, as spreadsheets (.xlsx, .ods, .numbers) are",
    "save the sheet as CSV and send that",
  ],
  ["\xd0\xcf\x11\xe0", "an old Office file (.xls)", "save the sheet as CSV and send that"],
  ["\x28\xb5\x2f\xfd", "compressed by Zstandard", "send it as it is, or compressed by gzip"],
  ["\xfd7zXZ\x00", "compressed by xz", "send it as it is, or compressed by gzip"],
  ["BZh", "compressed by bzip2", "send it as it is, or compressed by gzip"],
  ["7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "send the file in it"],
  ["%PDF-", "a PDF", "export the table as CSV and send that"],
  ["SQLite format 3\x00", "a SQLite database", "export the table as CSV and send that"],
  ["PAR1", "a Parquet file", "convert it to CSV or NDJSON and send that"],
];
const LONGEST = Math.max(...BINARIES.map(([begins]) => begins.length));

/**
 * Passes a body on, unless its first bytes say that it is no text: as CSV, a row of it would be one long riddle.
 * @param isInflated whether it came as gzip, as Content-Encoding said
 * @throws ApiError UNSUPPORTED_MEDIA_TYPE that says what it is and what to do
 */
export async function* refuseBinary(
  pieces: AsyncIterable<Buffer>,
  isInflated: boolean,
): AsyncGenerator<Buffer, void> {
  let first: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (first === undefined) {
      yield piece;
      continue;
    }
    first = Buffer.concat([first, piece]);
    if (isOpen(first)) continue;
    yield checked(first, isInflated);
    first = undefined;
  }
  if (first !== undefined && first.length > 0) yield checked(first, isInflated);
}

/** Whether more bytes are needed to say: a body that comes byte by byte isn't held up for what it can't be. */
function isOpen(bytes: Buffer): boolean {
  const text = textOf(bytes);
  return BINARIES.some(([begins]) => begins.length > text.length && begins.startsWith(text));
}

function textOf(bytes: Buffer): string {
  return bytes.toString("latin1", 0, LONGEST);
}

function checked(bytes: Buffer, isInflated: boolean): Buffer {
  const text = textOf(bytes);
  const found = BINARIES.find(([begins]) => text.startsWith(begins));
  if (!found) return bytes;
  const [begins, what, fix] = found;
  const isTwice = isInflated && begins === BINARIES[0]?.[0];
  throw new ApiError(
    "UNSUPPORTED_MEDIA_TYPE",
    isTwice
      ? "The body is gzip in gzip: compress it once."
      : `The body is no text: it is ${what}. To have it taken, ${fix}.`,
  );
}
