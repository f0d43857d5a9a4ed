import type { Operation } from "../document/read-document.ts";
import type { Draft } from "../draw/draft.ts";
import type { Draw } from "../draw/draw.ts";
import type { Header } from "../draw/encode-request.ts";

/** What is done on a connection of its own. */
export type Step = Buffer | { readonly pauseMs: number } | "end" | "destroy";

/** What no HTTP client sends. */
export interface Attack {
  readonly steps: readonly Step[];
  /** Whose operation it is aimed at; it may reach none. */
  readonly operation: Operation;
  /** Of the requests that may be answered, in their order; GET by default. */
  readonly methods?: readonly string[];
  /** After so many answers it is over; 1 by default. */
  readonly answers?: number;
  /** The server may close the connection without a word; else it has to answer. */
  readonly mayStaySilent?: true;
  /** The request never ends, so the server may wait; the client leaves. */
  readonly isUnfinished?: true;
  /** It may be accepted without an answer that is read. */
  readonly mayBeAccepted?: true;
}

/** What attacks are made of: valid requests of some operations. */
export interface Arms {
  readonly draw: Draw;
  /** Host, key and the request's id. */
  readonly headers: readonly Header[];
  /** Asks without a body. */
  get(): Draft;
  /** Has a JSON object as its body. */
  post(): Draft;
  /** Takes rows. */
  upload(): Draft;
}

type Attacker = (arms: Arms) => Attack;

/** By name, which is what a report tells. */
export type Attackers = Readonly<Record<string, Attacker>>;
