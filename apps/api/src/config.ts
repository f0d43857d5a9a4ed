import { BODY_MAX_BYTES } from "@onefold/contract";
import { envVariable, readEnv, sharedVariables, wholeNumber } from "@onefold/process";
import { z } from "zod";
import { trustedProxiesVariable } from "./auth/client-address.ts";
import { rateLimitVariable } from "./rate-limit/read-rate-limit.ts";

/** The API's settings. This is the only place of it that reads the environment. */
export type Config = ReturnType<typeof readConfig>;

/** @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const config = readEnv(env, {
    ...sharedVariables,
    PORT: wholeNumber(0, 65_535, "a port number", 3000),
    HOST: envVariable(z.string().min(1).default("127.0.0.1"), "an address to listen on"),
    // How long a POST waits for its job where the client doesn't say.
    WAIT_MS: wholeNumber(0, 60_000, "milliseconds", 10_000),
    // Where it isn't set, the one that `migrate` made and keeps in the database.
    JOB_ID_SECRET: envVariable(z.string().min(32).optional(), "at least 32 characters"),
    BODY_MAX_BYTES: wholeNumber(1_024, 16 * 1024 * 1024, "bytes", BODY_MAX_BYTES),
    // Of an upload, after gunzip.
    BATCH_MAX_BYTES: wholeNumber(1_024, 1024 ** 4, "bytes", 1024 ** 3),
    MAX_CONNECTIONS: wholeNumber(1, 100_000, "connections", 2_000),
    // For what is quick, and for what can take long: lists, exports, deletions, merges.
    DATABASE_POOL: wholeNumber(1, 100, "connections", 10),
    DATABASE_SLOW_POOL: wholeNumber(2, 100, "connections", 8),
    // Whose X-Forwarded-For is believed.
    TRUSTED_PROXIES: trustedProxiesVariable,
    // Of each key that has none of its own; none by default.
    RATE_LIMIT: rateLimitVariable,
    // How long requests in flight may take after the signal to stop.
    STOP_MS: wholeNumber(0, 60_000, "milliseconds", 8_000),
  });
  return { ...config, QUEUE_URL: config.QUEUE_URL ?? config.DATABASE_URL };
}
