/**
 * What every answer says, whatever it carries: no browser takes it for another type than it says, and nobody on the
 * way keeps what one key may read. Given to the answer's constructor: headers that are set later are dear.
 */
export const EVERY_ANSWER = {
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
} as const;
