import { createHash, randomUUID } from "node:crypto";
import type { Source } from "./open-source.ts";
import type { UploadRequest } from "./upload-options.ts";

/**
 * The Idempotency-Key of an upload. The same file with the same options has the same key, so that the same command
 * resumes what was begun and applies nothing twice. What can't be read twice, and what is meant anew, has a random one.
 */
export async function uploadKey(
  source: Source,
  { path, query, headers }: UploadRequest,
  { again }: { readonly again: boolean },
): Promise<string> {
  if (again || source.size === undefined) return `onefold-import-${randomUUID()}`;
  const hash = createHash("sha256").update(JSON.stringify([path, query, headers]));
  for await (const chunk of source.read()) hash.update(chunk);
  return `onefold-import-${hash.digest("base64url")}`;
}
