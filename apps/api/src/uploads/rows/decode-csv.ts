import { isAscii } from "node:buffer";
import { createDecoder, gatherEvidence, judge, markOf, otherFile } from "@onefold/charset";
import type { Judgement } from "@onefold/charset";
import { ApiError } from "../../errors/api-error.ts";
import { takeHead } from "./byte-stages.ts";

/** In what charset a CSV is read. */
export interface Charset {
  readonly name: string;
  /** Nobody said it: it was judged by the first bytes. */
  readonly detected?: true;
  /** Others that read those bytes as the same text: what they read differently isn't read. */
  readonly others?: readonly string[];
}

export interface DecodedCsv {
  /** In UTF-8, but for what can't be read: that is no UTF-8, and costs its row. */
  readonly text: AsyncGenerator<Buffer, void>;
  /** As far as the text was read: while all of it is ASCII, nothing is to be judged. */
  charset(): Charset;
}

/** Bytes by which the charset is judged. */
export const SAMPLE_BYTES = 64 * 1024;
/** Before the first byte beyond ASCII, the beginning of its word. */
const WORD_BYTES = 64;

/**
 * Decodes a CSV: by its byte order mark, else as announced, else as its beginning is judged. One that begins with
 * nothing but ASCII is judged by what comes with the first letter beyond it.
 * @throws ApiError INVALID_CSV where the beginning can be read in several ways, or is no text
 */
export async function decodeCsv(
  bytes: AsyncIterable<Buffer>,
  announced: string | undefined,
): Promise<DecodedCsv> {
  const { head, rest } = await takeHead(bytes, SAMPLE_BYTES);
  const other = otherFile(head);
  if (other !== undefined) throw new ApiError("INVALID_CSV", other);
  const known = markOf(head) ?? announced;
  if (known !== undefined) return decoded(joined(head, rest), { name: known });
  const judgement = judgeBytes(head.subarray(0, SAMPLE_BYTES), head.length < SAMPLE_BYTES);
  if (judgement.kind === "open") throw unclear(judgement.candidates);
  if (judgement.kind === "certain") return decoded(joined(head, rest), charsetOf(judgement));
  return decodedLater(joined(head, rest));
}

function judgeBytes(bytes: Buffer, isWhole: boolean): Judgement {
  const gathering = gatherEvidence();
  gathering.add(bytes);
  return judge(gathering.end(isWhole));
}

function charsetOf({ charset, others }: { charset: string; others: readonly string[] }): Charset {
  if (charset === "utf-8") return { name: charset };
  return { name: charset, detected: true, ...(others.length > 0 && { others }) };
}

function decoded(bytes: AsyncIterable<Buffer>, charset: Charset): DecodedCsv {
  return { text: transcode(bytes, charset), charset: () => charset };
}

function decodedLater(bytes: AsyncIterable<Buffer>): DecodedCsv {
  let charset: Charset = { name: "utf-8" };
  async function* text(): AsyncGenerator<Buffer, void> {
    let before: Buffer = Buffer.alloc(0);
    const iterator = bytes[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      const first = isAscii(value) ? -1 : value.findIndex((byte) => byte >= 0x80);
      if (first === -1) {
        yield value;
        before = Buffer.concat([before, value]).subarray(-WORD_BYTES);
        continue;
      }
      const ascii = value.subarray(0, first);
      if (ascii.length > 0) yield ascii;
      before = Buffer.concat([before, ascii]).subarray(-WORD_BYTES);
      const { head, rest } = await takeHead(
        joined(value.subarray(first), { [Symbol.asyncIterator]: () => iterator }),
        SAMPLE_BYTES,
      );
      const seen = Buffer.concat([before, head.subarray(0, SAMPLE_BYTES)]);
      charset = charsetLater(judgeBytes(seen, head.length < SAMPLE_BYTES));
      yield* transcode(joined(head, rest), charset);
      return;
    }
  }
  return { text: text(), charset: () => charset };
}

/** Rows before it are taken: then what can be read in several ways costs its rows, and not the upload. */
function charsetLater(judgement: Judgement): Charset {
  if (judgement.kind === "certain") return charsetOf(judgement);
  const [charset = "utf-8", ...others] = judgement.kind === "open" ? judgement.candidates : [];
  return charsetOf({ charset, others });
}

async function* transcode(
  bytes: AsyncIterable<Buffer>,
  { name, others }: Charset,
): AsyncGenerator<Buffer, void> {
  if (name === "utf-8") {
    yield* bytes;
    return;
  }
  const decoder = createDecoder(name, others);
  for await (const piece of bytes) {
    const text = decoder.write(piece);
    if (text.length > 0) yield text;
  }
  const last = decoder.end();
  if (last.length > 0) yield last;
}

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  if (head.length > 0) yield head;
  yield* rest;
}

function unclear(candidates: readonly string[]): ApiError {
  const [first = "windows-1252"] = candidates;
  return new ApiError(
    "INVALID_CSV",
    `The charset of the CSV can't be told by its first ${SAMPLE_BYTES / 1024} KiB: it may be ${listOf(candidates)}. ` +
      `Say which in the Content-Type, such as text/csv; charset=${first}, or save the file as UTF-8.`,
  );
}

/** Why a row that isn't valid text was not read, and what can be done. */
export function unreadable({ name, others = [] }: Charset): string {
  if (others.length > 0)
    return (
      `The row has letters that can't be told: the file may be ${listOf([name, ...others])}. ` +
      `Say which: Content-Type: text/csv; charset=${name}.`
    );
  if (name !== "utf-8") return `The row has bytes that are no text in ${name}, in which the file is read.`;
  return (
    "The row is not valid UTF-8. If the file is in another charset, say which: " +
    "Content-Type: text/csv; charset=windows-1252."
  );
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
