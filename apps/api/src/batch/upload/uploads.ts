import { ApiError } from "../../errors/api-error.ts";

/** The uploads that this process takes now: so many, and until it stops. */
export interface Uploads {
  /**
   * Lets one in; disposed of, it makes room.
   * @throws ApiError UNAVAILABLE where there are enough
   */
  enter(teamId: string, connection: object): UploadSlot;
  /** Whether an upload comes in on it, which may take longer than other requests. */
  has(connection: object): boolean;
  /** Ends those under way, as broken off; none is let in any more. */
  stop(): void;
}

export interface UploadSlot extends Disposable {
  /** Aborted when the process stops, or by `abort`. */
  readonly signal: AbortSignal;
  abort(reason: Error): void;
}

export interface UploadLimits {
  readonly max: number;
  readonly maxOfTeam: number;
}

/** Each upload holds parsed rows and keeps a core busy while it has data. */
const DEFAULT_LIMITS: UploadLimits = { max: 8, maxOfTeam: 4 };

export function createUploads({ max, maxOfTeam }: UploadLimits = DEFAULT_LIMITS): Uploads {
  const underWay = new Set<{ teamId: string; abort: AbortController }>();
  const connections = new WeakSet<object>();
  let stopped = false;

  return {
    enter(teamId, connection) {
      if (stopped) throw stopping();
      if (underWay.size >= max) throw busy(`This server takes ${max} uploads at once, and has as many.`);
      const ofTeam = [...underWay].filter((upload) => upload.teamId === teamId).length;
      if (ofTeam >= maxOfTeam)
        throw busy(`A team sends ${maxOfTeam} uploads at once, and yours has as many.`);
      const abort = new AbortController();
      const upload = { teamId, abort };
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

function busy(message: string): ApiError {
  return new ApiError("UNAVAILABLE", `${message} Nothing of this one was taken: retry.`, {
    headers: { "Retry-After": "10" },
  });
}

function stopping(): ApiError {
  return new ApiError("UNAVAILABLE", "The service is stopping.", { headers: { "Retry-After": "2" } });
}
