import type { ErrorCode } from "@onefold/contract";
import type { KeyOwner } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { uploadStopped } from "./upload-stopped.ts";

/** Counts the uploads that this process takes now, and lets none in once it stops. */
export interface Uploads {
  /**
   * Lets an upload in. Disposing of the slot makes room.
   * @param name of the upload, which others may send at the same time
   * @throws ApiError RATE_LIMITED where the key or its team has enough of them, UNAVAILABLE where this process has,
   * UPLOAD_STOPPED where one of those is the same upload
   */
  enter(key: UploadingKey, connection: object, name?: string): UploadSlot;
  /** Says whether an upload comes in on this connection. It may take longer than other requests. */
  has(connection: object): boolean;
  /** Ends the uploads under way as broken off, and lets no more in. */
  stop(): void;
}

type UploadingKey = Pick<KeyOwner, "teamId" | "keyId">;

export interface UploadSlot extends Disposable {
  /** Aborted when the process stops, or by `abort`. */
  readonly signal: AbortSignal;
  abort(reason: Error): void;
}

export interface UploadLimits {
  readonly max: number;
  readonly maxOfTeam: number;
  /** A key has fewer than its team, so that one key doesn't keep the others from sending. */
  readonly maxOfKey: number;
}

/** The limits are low since an upload holds parsed rows and keeps a core busy while it has data. */
const DEFAULT_LIMITS: UploadLimits = { max: 8, maxOfTeam: 4, maxOfKey: 2 };

export function createUploads({ max, maxOfTeam, maxOfKey }: UploadLimits = DEFAULT_LIMITS): Uploads {
  const underWay = new Set<
    UploadingKey & { readonly name: string | undefined; readonly abort: AbortController }
  >();
  const connections = new WeakSet<object>();
  let stopped = false;

  return {
    enter({ teamId, keyId }, connection, name) {
      if (stopped) throw stopping();
      const enough = (code: ErrorCode, message: string) =>
        name !== undefined && [...underWay].some((upload) => upload.name === name)
          ? uploadStopped("another")
          : tooMany(code, message);
      const ofTeam = [...underWay].filter((upload) => upload.teamId === teamId);
      if (ofTeam.filter((upload) => upload.keyId === keyId).length >= maxOfKey)
        throw enough("RATE_LIMITED", `A key sends ${maxOfKey} uploads at once, and yours has as many.`);
      if (ofTeam.length >= maxOfTeam)
        throw enough("RATE_LIMITED", `A team sends ${maxOfTeam} uploads at once, and yours has as many.`);
      if (underWay.size >= max)
        throw enough("UNAVAILABLE", `This server takes ${max} uploads at once, and has as many.`);
      const abort = new AbortController();
      const upload = { teamId, keyId, name, abort };
      underWay.add(upload);
      connections.add(connection);
      return {
        signal: abort.signal,
        abort: (reason) => abort.abort(reason),
        [Symbol.dispose]() {
          underWay.delete(upload);
          connections.delete(connection);
        },
      };
    },
    has: (connection) => connections.has(connection),
    stop() {
      stopped = true;
      for (const { abort } of underWay) abort.abort(stopping());
    },
  };
}

function tooMany(code: ErrorCode, message: string): ApiError {
  return new ApiError(code, `${message} Nothing of this one was taken: retry.`, {
    headers: { "Retry-After": "10" },
  });
}

function stopping(): ApiError {
  return new ApiError("UNAVAILABLE", "The service is stopping.", { headers: { "Retry-After": "2" } });
}
