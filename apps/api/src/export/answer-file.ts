import { isOutage } from "@onefold/database";
import { requireKey } from "../auth/require-key.ts";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { Coding } from "../compress/choose-coding.ts";
import { codingOf } from "../compress/coding-of.ts";
import { encodePieces } from "../compress/encode.ts";
import type { AppContext } from "../request/app-env.ts";
import { EVERY_ANSWER, VARIES_BY_ACCEPT } from "../request/every-answer.ts";
import type { Services } from "../services.ts";
import { pageStream } from "./page-stream.ts";
import { begunPages, writtenPages } from "./written-pages.ts";
import type { RowWriter } from "./written-pages.ts";

const TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;
export type FileFormat = keyof typeof TYPES;

export interface FileOptions<Row> {
  /** The file's name without its ending. */
  readonly name: string;
  readonly format: FileFormat;
  writer(): Promise<RowWriter<Row>>;
  readonly pages: AsyncGenerator<readonly Row[], void>;
}

/**
 * Answers with a file of any length. It reads the rows as fast as the client takes them, and as long as the key is
 * good.
 * @throws ApiError where the first page can't be read. If a later one can't, the connection is broken and the log says
 * why.
 */
export async function answerFile<Row>(
  c: AppContext,
  services: Pick<Services, "keys" | "log">,
  { name, format, writer, pages }: FileOptions<Row>,
): Promise<Response> {
  const written = await reading(writer);
  // The first page is read before the status is sent, so that a failure here is answered as an error.
  const first = await reading(() => pages.next());
  const mayGoOn = async () => requireKey(c, services.keys);
  const isHead = c.req.method === "HEAD";
  if (isHead) await pages.return();
  // Nobody knows how long it will be.
  const coding = codingOf(c, Infinity);
  const pieces = writtenPages(written, begunPages(first, pages, mayGoOn));
  const encoded = coding === undefined ? pieces : encodePieces(coding, pieces);
  const body = isHead ? null : stream(c, services, encoded);
  return new Response(body, { status: 200, headers: headersOf(c, `${name}.${format}`, { format, coding }) });
}

function stream(
  c: AppContext,
  { log }: Pick<Services, "log">,
  chunks: AsyncIterator<string | Uint8Array, void>,
) {
  const requestId = c.get("requestId");
  return pageStream(chunks, (err) => {
    const level = isOutage(err) || err instanceof ApiError ? "warn" : "error";
    log[level]({ requestId, err }, "a file broke off");
    c.env.outgoing.destroy();
  });
}

function headersOf(
  c: AppContext,
  fileName: string,
  { format, coding }: { readonly format: FileFormat; readonly coding: Coding | undefined },
): Record<string, string> {
  const more = c.get("answerHeaders");
  c.set("answerHeaders", undefined);
  return {
    "Content-Type": TYPES[format],
    "Content-Disposition": `attachment; filename="${fileName}"`,
    ...EVERY_ANSWER,
    ...VARIES_BY_ACCEPT,
    ...(coding !== undefined && { "Content-Encoding": coding }),
    "X-Request-Id": c.get("requestId"),
    ...more,
  };
}
