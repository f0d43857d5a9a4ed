/**
 * The headers of every answer. No browser takes it for another type than it says, and no cache on the way keeps what
 * one key may read. Each is as the request's Accept-Encoding has it. They are given to the answer's constructor, as headers that are set later cost much time.
 */
export const EVERY_ANSWER = {
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
  Vary: "Accept-Encoding",
} as const;

/** Of an answer whose format `Accept` decides. */
export const VARIES_BY_ACCEPT = { Vary: "Accept, Accept-Encoding" } as const;
