import { createHash } from "node:crypto";
import type { UploadRow } from "./rows/upload-row.ts";

/** A chained hash of the rows of an upload as they were read, by which a repeat is known to be the same. */
export interface RowsHash {
  add(row: UploadRow): void;
  /** Of the rows so far. */
  digest(): Buffer;
}

/** @param preamble what the rows' meaning hangs on besides themselves, such as the header of a CSV */
export function createRowsHash(preamble: string): RowsHash {
  const hash = createHash("sha256").update(contentOf(preamble));
  return {
    add: ({ content }) => void hash.update(contentOf(content)),
    digest: () => hash.copy().digest(),
  };
}

/** With its length before it: no two lists of rows give the same bytes. */
function contentOf(content: string | Uint8Array): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes]);
}
