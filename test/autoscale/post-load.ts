import { setTimeout as delay } from "node:timers/promises";
import { BatchAcceptedAnswer } from "@onefold/contract";
import { bodyOf } from "../bench/rows.ts";

export interface LoadOptions {
  readonly url: string;
  readonly key: string;
  /** The items per second that are due now. */
  perSecond(): number;
  /** Told of each job that was accepted, with its number of items. */
  accepted(jobId: string, items: number): void;
  /** The end of the sending. What was sent is still waited for. */
  readonly until: AbortSignal;
  readonly signal: AbortSignal;
}

const UPLOADS_PER_SECOND = 4;

/**
 * Uploads new people, four times a second. Single POSTs beside them would make a worker's uploads rest between commits,
 * and its slots look idle.
 * @throws where an upload isn't accepted
 */
export async function postLoad({ url, key, perSecond, accepted, until, signal }: LoadOptions): Promise<void> {
  const startedAt = performance.now();
  let nextRow = 0;
  for (let sent = 0; !until.aborted; sent++) {
    const early = startedAt + (sent * 1_000) / UPLOADS_PER_SECOND - performance.now();
    if (early > 0) await delay(early, undefined, { signal });
    const rows = Math.max(1, Math.round(perSecond() / UPLOADS_PER_SECOND));
    const answer = await fetch(`${url}/api/contacts/batch`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/x-ndjson" },
      body: Array.from({ length: rows }, () => bodyOf("new", nextRow++)).join("\n"),
      signal,
    });
    if (answer.status !== 202)
      throw new Error(`an upload was answered ${answer.status}: ${await answer.text()}`);
    accepted(BatchAcceptedAnswer.parse(await answer.json()).job.id, rows);
  }
}
