import { ApiError } from "../errors/api-error.ts";

/** The bodies that this process holds: those that come in, and those whose requests aren't answered yet. */
export interface Bodies {
  /**
   * Before it is read: so many bytes, as announced or as there may be at most.
   * @returns lets go of them, once
   * @throws ApiError UNAVAILABLE where there are as many as this process holds
   */
  hold(bytes: number): () => void;
}

/** Parsed and on its way, a body takes several times its size. */
const MAX_BYTES = 48 * 1024 * 1024;

export function createBodies(maxBytes = MAX_BYTES): Bodies {
  let held = 0;
  return {
    hold(bytes) {
      if (held > 0 && held + bytes > maxBytes)
        throw new ApiError(
          "UNAVAILABLE",
          "This server holds as many bodies as it can. Nothing was read: retry.",
          {
            headers: { "Retry-After": "1" },
          },
        );
      held += bytes;
      let isHeld = true;
      return () => {
        if (isHeld) held -= bytes;
        isHeld = false;
      };
    },
  };
}
