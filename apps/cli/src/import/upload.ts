import { BatchAcceptedAnswer } from "@onefold/contract";
import type { Api } from "../api/find-api.ts";
import type { Trying } from "../api/client-of.ts";
import { keepTrying } from "./keep-trying.ts";
import type { Source } from "./open-source.ts";
import { sendUpload } from "./send-upload.ts";
import type { UploadRequest } from "./upload-options.ts";

export interface Upload {
  readonly source: Source;
  readonly request: UploadRequest;
  readonly idempotencyKey: string;
}

export interface Uploaded {
  readonly jobId: string;
  /** Rows that the service has read and refused at once are among them. */
  readonly rows: number;
  /** In which a CSV was read. */
  readonly charset: string | undefined;
  /** All of it had been sent before. */
  readonly isReplayed: boolean;
}

const FIRST_PAUSE_MS = 250;
const NEXT_PAUSE_MS = 3_000;

/**
 * Sends the source until the service has all of it; an upload that breaks off is resumed by its Idempotency-Key,
 * which skips the rows that arrived.
 * @param onSent told how much of this attempt was sent
 * @throws ApiRefusal, CliError of the source, or the reason of the signal
 */
export async function upload(
  api: Api,
  { source, request, idempotencyKey }: Upload,
  trying: Trying,
  onSent: (bytes: number) => void,
): Promise<Uploaded> {
  let furthest = 0;
  // What can't be read again can't be sent again.
  const forMs = source.size === undefined ? 0 : trying.forMs;
  return keepTrying({ ...trying, forMs }, async (gotFurther, attempts) => {
    let sent = 0;
    const { body, isReplayed } = await sendUpload(api, source.read(), {
      request,
      idempotencyKey,
      signal: trying.signal,
      pauseMs: attempts === 1 ? FIRST_PAUSE_MS : NEXT_PAUSE_MS,
      onSent(bytes) {
        sent += bytes;
        if (sent > furthest) {
          furthest = sent;
          gotFurther();
        }
        onSent(sent);
      },
    });
    const { job, rows, csv } = BatchAcceptedAnswer.parse(body);
    // Not where an attempt before this one has sent it.
    const isOld = isReplayed && (attempts === 1 || furthest === 0);
    return { jobId: job.id, rows: rows.read, charset: csv?.charset, isReplayed: isOld };
  });
}
