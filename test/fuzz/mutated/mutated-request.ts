import { bytesOf } from "../draw/draft.ts";
import type { Draft } from "../draw/draft.ts";
import type { Draw } from "../draw/draw.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateHeaders, mutateMethod, mutatePath, mutateQuery } from "./mutate-head.ts";
import { mutateJson } from "./mutate-json.ts";

/** A valid request with one to three things wrong. */
export function mutatedRequest(draw: Draw, valid: Draft): Draft {
  const count = draw.random.pick([1, 1, 1, 2, 3]);
  let draft = valid;
  for (let n = 0; n < count; n++) draft = mutate(draw, draft);
  return draft;
}

function mutate(draw: Draw, draft: Draft): Draft {
  const part = draw.random.pick(draft.body === undefined ? HEAD_PARTS : PARTS);
  switch (part) {
    case "json":
      return draft.body !== undefined && "json" in draft.body
        ? { ...draft, body: { json: mutateJson(draw, draft.body.json) } }
        : changeBytes(draw, draft);
    case "bytes":
      return changeBytes(draw, draft);
    case "query":
      return mutateQuery(draw, draft);
    case "path":
      return mutatePath(draw, draft);
    case "headers":
      return mutateHeaders(draw, draft);
    case "method":
      return mutateMethod(draw, draft);
  }
}

const HEAD_PARTS = [
  "query",
  "query",
  "query",
  "path",
  "path",
  "path",
  "headers",
  "headers",
  "method",
] as const;
const PARTS = [
  "json",
  "json",
  "json",
  "json",
  "json",
  "bytes",
  "bytes",
  "query",
  "path",
  "headers",
  "headers",
  "method",
] as const;

function changeBytes(draw: Draw, draft: Draft): Draft {
  return { ...draft, body: { bytes: mutateBytes(draw, draft.body ? bytesOf(draft.body) : Buffer.alloc(0)) } };
}
