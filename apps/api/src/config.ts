import { BODY_MAX_BYTES } from "@onefold/contract";
import {
  envVariable,
  jobIdVariables,
  listenVariables,
  readEnv,
  sharedVariables,
  wholeNumber,
} from "@onefold/process";
import { z } from "zod";
import { trustedProxiesVariable } from "./auth/client-address.ts";
import { corsOriginsVariable } from "./cors/cors-origins.ts";
import { rateLimitVariable } from "./rate-limit/read-rate-limit.ts";

/** The API's settings. docs/settings.md is made from them. */
export const apiVariables = {
  ...sharedVariables,
  ...listenVariables,
  WAIT_MS: wholeNumber(
    "How long a POST waits for its job before it is answered 202, where the client doesn't say.",
    { from: 0, to: 60_000, unit: "milliseconds", byDefault: 10_000 },
  ),
  ...jobIdVariables,
  BODY_MAX_BYTES: wholeNumber("How large a body may be that is no upload.", {
    from: 1_024,
    to: 16 * 1024 * 1024,
    unit: "bytes",
    byDefault: BODY_MAX_BYTES,
  }),
  UPLOAD_MAX_BYTES: wholeNumber("How large an upload may be, after gunzip.", {
    from: 1_024,
    to: 1024 ** 4,
    unit: "bytes",
    byDefault: 1024 ** 3,
  }),
  UPLOAD_AHEAD_ROWS: wholeNumber(
    "How many rows of an upload may wait for the workers. Past them its sender waits too.",
    { from: 500, to: 1_000_000, unit: "rows", byDefault: 20_000 },
  ),
  API_PROCESSES: wholeNumber(
    "API processes on the one port, for a machine with more cores. Each has its own connections and limits, and `/metrics` tells of all of them.",
    { from: 1, to: 32, unit: "a number of processes", byDefault: 1 },
  ),
  MAX_CONNECTIONS: wholeNumber(
    "Connections of clients that an API process takes at once. For one more, one is closed that has nothing under way, or whose request has shown no good key yet; where there is none, it is answered 503. A team has half as many requests under way at most, and past that is answered 429.",
    { from: 1, to: 100_000, unit: "connections", byDefault: 2_000 },
  ),
  DATABASE_POOL: wholeNumber("Connections of an API process to the records, for what is quick.", {
    from: 1,
    to: 100,
    unit: "connections",
    byDefault: 10,
  }),
  DATABASE_SLOW_POOL: wholeNumber(
    "Its connections for what can take long: lists, exports, deletions, merges. A team has half of them at most, and past its share is answered 429.",
    { from: 2, to: 100, unit: "connections", byDefault: 8 },
  ),
  DATABASE_READ_URL: envVariable(
    "A streaming standby of the Postgres of the records, which answers lists, searches, exports and histories. Without it, or while it is away or too far behind, the primary does.",
    z
      .string()
      .regex(/^postgres(?:ql)?:\/\/./)
      .optional(),
    "a postgres:// URL",
  ),
  DATABASE_READ_MAX_LAG_MS: wholeNumber(
    "How far the standby may be behind to be read from. It is looked at each second, so one that follows at once counts as up to 1.5 s behind.",
    { from: 3_000, to: 3_600_000, unit: "milliseconds", byDefault: 10_000 },
  ),
  TRUSTED_PROXIES: trustedProxiesVariable,
  ACCESS_TOKEN: envVariable(
    "Whether a request may give its key in its address, as `?access_token=`, which older clients of lemlist do. This service logs no address, but proxies and browsers do.",
    z.enum(["refused", "allowed"]).default("refused"),
    "refused or allowed",
  ),
  RATE_LIMIT: rateLimitVariable,
  CORS_ORIGINS: corsOriginsVariable,
  STOP_MS: wholeNumber("How long requests in flight may take after the signal to stop.", {
    from: 0,
    to: 60_000,
    unit: "milliseconds",
    byDefault: 8_000,
  }),
};

export type Config = ReturnType<typeof readConfig>;

/**
 * Reads the API's settings. Nothing else in the API reads the environment.
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const config = readEnv(env, apiVariables);
  return { ...config, QUEUE_URL: config.QUEUE_URL ?? config.DATABASE_URL };
}
