import { ROW_MAX_BYTES } from "@onefold/contract";
import type { UploadRow } from "./upload-row.ts";

/** A row that was passed over: nobody holds all of it. */
export function tooLong(line: number, length: number): UploadRow {
  return {
    line,
    content: `${length} bytes`,
    problem: { code: "BODY_TOO_LARGE", message: `The row is larger than ${ROW_MAX_BYTES} bytes.` },
  };
}
