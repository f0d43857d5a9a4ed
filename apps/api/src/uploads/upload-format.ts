import type { IncomingHttpHeaders } from "node:http";
import { canonicalCharset } from "@onefold/charset";
import { ApiError } from "../errors/api-error.ts";
import type { Delimiter } from "./rows/detect-csv.ts";

/** How the body of an upload is written. */
export interface UploadFormat {
  readonly kind: "json" | "ndjson" | "csv";
  /** The charset of a CSV, if the Content-Type names it. */
  readonly charset: string | undefined;
  readonly delimiter: Delimiter | undefined;
  readonly isGzip: boolean;
}

const KINDS: Readonly<Record<string, UploadFormat["kind"]>> = {
  "application/json": "json",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
  "application/jsonl": "ndjson",
  "application/x-jsonlines": "ndjson",
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
};

/**
 * Reads the format by Content-Type and Content-Encoding.
 * @throws ApiError UNSUPPORTED_MEDIA_TYPE
 */
export function readUploadFormat(headers: IncomingHttpHeaders): UploadFormat {
  const [given = "", ...parameters] = (headers["content-type"] ?? "").split(";");
  const type = given.trim().toLowerCase();
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!kind)
    throw new ApiError(
      "UNSUPPORTED_MEDIA_TYPE",
      "Send a JSON array (application/json), a JSON object a line (application/x-ndjson), CSV (text/csv) or " +
        "tab-separated values (text/tab-separated-values), and say which by Content-Type.",
    );
  const charset = charsetOf(parameters);
  if (kind !== "csv" && charset !== undefined && charset !== "utf-8")
    throw new ApiError("UNSUPPORTED_MEDIA_TYPE", "Send JSON in UTF-8.");
  return {
    kind,
    charset: kind === "csv" ? charset : undefined,
    delimiter: type === "text/tab-separated-values" ? "\t" : undefined,
    isGzip: isGzip(headers["content-encoding"]),
  };
}

/** Gives the charset's standard name. latin1 is windows-1252, as in browsers. */
function charsetOf(parameters: readonly string[]): string | undefined {
  const parameter = parameters.find((each) => /^\s*charset\s*=/i.test(each));
  if (parameter === undefined) return undefined;
  const label = parameter
    .slice(parameter.indexOf("=") + 1)
    .trim()
    .replace(/^"(.*)"$/, "$1");
  const charset = canonicalCharset(label);
  if (charset === undefined)
    throw new ApiError("UNSUPPORTED_MEDIA_TYPE", "The charset of the Content-Type isn't known: send UTF-8.");
  return charset;
}

function isGzip(encoding = "identity"): boolean {
  const name = encoding.trim().toLowerCase();
  if (name === "gzip" || name === "x-gzip") return true;
  if (name === "identity" || name === "") return false;
  throw new ApiError("UNSUPPORTED_MEDIA_TYPE", "Send the body as it is, or with Content-Encoding: gzip.");
}
