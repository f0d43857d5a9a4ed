import { readDocument } from "./read-document.ts";
import type { ApiDocument } from "./read-document.ts";

/** Of the API that runs on a port of this machine. */
export async function fetchDocument(port: number): Promise<ApiDocument> {
  const answer = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  return readDocument(await answer.json());
}
