import { z } from "zod";

const WHERE = "Only where the key has a limit.";

const FIELDS = {
  "X-RateLimit-Limit": ["Requests that the key may send in a window.", "20"],
  "X-RateLimit-Remaining": ["Requests that are left in this window.", "19"],
  "X-RateLimit-Reset": ["When the next window begins.", "Wed, 07 Jun 2023 10:00:00 GMT"],
  "RateLimit-Policy": ["The limit: quota `q` in a window of `w` seconds.", '"key";q=20;w=2'],
  RateLimit: ["What is left: `r` requests, for `t` seconds.", '"key";r=19;t=2'],
} as const;

/** Every answer to a key with a limit has these headers. The document describes each of them once. */
export const limitHeaders: Record<string, z.ZodType> = Object.fromEntries(
  Object.entries(FIELDS).map(([name, [what, example]]) => [
    name,
    z
      .string()
      .optional()
      .meta({ description: `${what} ${WHERE}`, example, header: { id: name } }),
  ]),
);

/**
 * The answer to a request past a limit has these headers. The limit is the key's own, or that of what may be under way.
 */
export const limitedHeaders: Record<string, z.ZodType> = {
  ...limitHeaders,
  "Retry-After": z.string().meta({ description: "Seconds.", example: "2" }),
};
