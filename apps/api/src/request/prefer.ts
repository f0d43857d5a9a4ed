import { WAIT_MAX_SECONDS } from "@onefold/contract";
import { z } from "zod";

export const PREFER_HEADER = {
  Prefer: z
    .string()
    .optional()
    .meta({
      description: `\`respond-async\`: don't wait; \`wait=N\`: wait up to N seconds, at most ${WAIT_MAX_SECONDS} (RFC 7240).`,
    }),
};

/** How long a POST waits for its job, and what `Preference-Applied` says about it. */
export interface Wait {
  readonly waitMs: number;
  readonly applied?: string;
}

/**
 * Reads `Prefer` (RFC 7240). `respond-async` doesn't wait, and `wait=N` waits N seconds, at most 60. If there are both,
 * N counts. Other preferences are ignored, as the RFC asks.
 */
export function readPrefer(header: string | undefined, defaultMs: number): Wait {
  if (header === undefined) return { waitMs: defaultMs };
  const preferences = header
    .split(",")
    .map((preference) => preference.split(";", 1)[0]?.trim().toLowerCase());
  const seconds = preferences.map(readWait).find((wait) => wait !== undefined);
  if (seconds !== undefined) return { waitMs: seconds * 1_000, applied: `wait=${seconds}` };
  if (preferences.includes("respond-async")) return { waitMs: 0, applied: "respond-async" };
  return { waitMs: defaultMs };
}

function readWait(preference: string | undefined): number | undefined {
  const digits = /^wait\s*=\s*"?(\d{1,9})"?$/.exec(preference ?? "")?.[1];
  return digits === undefined ? undefined : Math.min(Number(digits), WAIT_MAX_SECONDS);
}
