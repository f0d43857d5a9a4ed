import { LRUCache } from "lru-cache";
import type { AppContext } from "../request/app-env.ts";
import { chooseCoding } from "./choose-coding.ts";
import type { Coding, CodingChoice } from "./choose-coding.ts";

/**
 * The length from which an answer is compressed. A shorter one is a packet or two, and to compress it takes 30 us of CPU,
 * as much as a small request. Answers of upserts are shorter.
 */
export const PAYS_FROM = 2_048;

/** Clients send few different headers, and each is at most as long as Node lets a head be. */
const choices = new LRUCache<string, CodingChoice>({ max: 100, memoMethod: chooseCoding });

/** Gives the coding that an answer of this length is sent in, if any. */
export function codingOf(c: AppContext, length: number): Coding | undefined {
  const header = c.req.header("accept-encoding");
  if (header === undefined || c.get("tellsSecret")) return undefined;
  const { coding, takesPlain } = choices.memo(header);
  return length >= PAYS_FROM || !takesPlain ? coding : undefined;
}
