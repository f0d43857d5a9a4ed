import { bytesOf } from "../draw/draft.ts";
import type { Draft } from "../draw/draft.ts";
import type { Draw } from "../draw/draw.ts";
import { targetOf } from "../draw/encode-request.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateHeaders, mutateMethod, mutatePath, mutateQuery } from "./mutate-head.ts";
import { mutateJson } from "./mutate-json.ts";

/** A valid request with one to four things wrong. */
export function mutatedRequest(draw: Draw, valid: Draft): Draft {
  const count = draw.random.pick([1, 1, 2, 2, 3, 4]);
  let draft = valid;
  // What is large isn't made larger: one thing repeated 600 times and then another would take a second to send.
  for (let n = 0; n < count && (n === 0 || !isLarge(draft)); n++) draft = mutate(draw, draft);
  return draft;
}

const LARGE_BYTES = 8_000;

function isLarge(draft: Draft): boolean {
  const { body } = draft;
  return targetOf(draft).length > LARGE_BYTES || (body !== undefined && bytesOf(body).length > LARGE_BYTES);
}

type Mutation = (draw: Draw, draft: Draft) => Draft;

function mutate(draw: Draw, draft: Draft): Draft {
  return draw.random.pick(draft.body === undefined ? OF_HEADS : OF_BODIES)(draw, draft);
}

function changeJson(draw: Draw, draft: Draft): Draft {
  const { body } = draft;
  if (body === undefined || "bytes" in body) return changeBytes(draw, draft);
  return { ...draft, body: { json: mutateJson(draw, body.json) } };
}

function changeBytes(draw: Draw, draft: Draft): Draft {
  return { ...draft, body: { bytes: mutateBytes(draw, draft.body ? bytesOf(draft.body) : Buffer.alloc(0)) } };
}

/** Each as often as it is listed. */
const OF_HEADS: readonly [Mutation, ...Mutation[]] = [
  mutateQuery,
  mutateQuery,
  mutateQuery,
  mutatePath,
  mutatePath,
  mutatePath,
  mutateHeaders,
  mutateHeaders,
  mutateMethod,
];
const OF_BODIES: readonly [Mutation, ...Mutation[]] = [
  changeJson,
  changeJson,
  changeJson,
  changeJson,
  changeJson,
  changeJson,
  changeBytes,
  changeBytes,
  mutateQuery,
  mutatePath,
  mutateHeaders,
  mutateHeaders,
  mutateMethod,
];
