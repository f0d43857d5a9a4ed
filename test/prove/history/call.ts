import type { Write } from "./write.ts";

/** What a client wanted. */
export type Intent =
  | { readonly kind: "upsert"; readonly write: Write }
  | { readonly kind: "upload"; readonly rows: readonly Row[] }
  | { readonly kind: "cancel"; readonly jobId: string }
  | { readonly kind: "retry"; readonly jobId: string }
  | { readonly kind: "merge"; readonly primaryId: string; readonly secondaryIds: readonly string[] }
  | { readonly kind: "undo"; readonly jobId: string; readonly row: number }
  | { readonly kind: "delete"; readonly name: string }
  | { readonly kind: "unsubscribe" | "resubscribe"; readonly recordId: string }
  | {
      readonly kind: "set-primary-email" | "remove-email";
      readonly recordId: string;
      readonly email: string;
    };

/** A row that can't be an upsert is sent on purpose now and then. */
export type Row = Write | { readonly id: string; readonly invalid: true };

/** How a call was sent: the same for each of its attempts. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One thing that a client asked for. Without an answer that says what became of it, it is unknown. */
export interface Call {
  readonly id: string;
  readonly intent: Intent;
  readonly sent: Sent;
  /** Of the Idempotency-Key, where there is one: it can be sent again until its answer is known. */
  readonly isKeyed: boolean;
  /** Milliseconds since 1970, by the one clock of the run. */
  readonly sentAt: number;
  attempts: number;
  answeredAt?: number;
  answer?: Answer;
  /** What was answered that says nothing certain: 503, mostly. */
  lastUncertain?: Answer;
}
