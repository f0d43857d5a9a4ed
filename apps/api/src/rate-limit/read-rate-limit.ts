import { envVariable } from "@onefold/process";
import type { RateLimit } from "@onefold/rate-limits";
import { z } from "zod";

const SECONDS = { s: 1, m: 60, h: 3_600 };
const Unit = z.enum(["s", "m", "h"]);

/** Reads the setting: `20/2s` is 20 requests in 2 seconds. A window begins with a key's first request. */
export const rateLimitVariable = envVariable(
  "Requests that each key may send, by all API processes together. A key's own limit stands in its place; without either there is none.",
  z
    .string()
    .transform(readRateLimit)
    .pipe(
      z.object({
        requests: z.int().min(1).max(1_000_000),
        seconds: z.int().min(1).max(86_400),
      }),
    )
    .optional(),
  "requests per time, such as 20/2s, 600/1m or 10000/1h (at most 1000000 requests and 24 hours)",
);

/** The numbers are NaN if the text can't be read. */
function readRateLimit(text: string): RateLimit {
  const [, requests, time, unit] = /^(\d{1,7})\/(\d{1,5})([smh])$/.exec(text) ?? [];
  const known = Unit.safeParse(unit);
  return { requests: Number(requests), seconds: Number(time) * (known.success ? SECONDS[known.data] : NaN) };
}
