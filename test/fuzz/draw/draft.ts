import type { Operation } from "../document/read-document.ts";
import { printJson } from "./json-node.ts";
import type { JsonNode } from "./json-node.ts";

/** A request that can still be changed: its parts as they will be written. */
export interface Draft {
  readonly operation: Operation;
  readonly method: string;
  /** The parts of its path, encoded. */
  readonly segments: readonly string[];
  /** Names and values, encoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: DraftBody | undefined;
}

export type DraftBody = { readonly json: JsonNode } | { readonly bytes: Buffer };

export function bytesOf(body: DraftBody): Buffer {
  return "bytes" in body ? body.bytes : Buffer.from(printJson(body.json));
}
