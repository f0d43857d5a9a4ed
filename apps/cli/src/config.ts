import { join, resolve } from "node:path";
import { envVariable, readEnv, sharedVariables, wholeNumber } from "@onefold/process";
import { z } from "zod";

/** The command line's settings. This is the only place of it that reads the environment. */
export type Config = ReturnType<typeof readConfig>;

/** @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const { ONEFOLD_DIR, npm_lifecycle_event, ...config } = readEnv(env, {
    ...sharedVariables,
    // Without one `dev` brings a Postgres of its own, and the other commands use that of the running `dev`.
    DATABASE_URL: optionalDatabase,
    // For `migrate`: a superuser that makes the roles, and the roles that the API and the workers connect as.
    ADMIN_DATABASE_URL: optionalDatabase,
    API_DATABASE_URL: optionalDatabase,
    WORKER_DATABASE_URL: optionalDatabase,
    PORT: wholeNumber(0, 65_535, "a port number", 3000),
    HOST: envVariable(z.string().min(1).default("127.0.0.1"), "an address to listen on"),
    // Of `dev`.
    WORKER_PROCESSES: wholeNumber(1, 32, "a number of workers", 1),
    ONEFOLD_DIR: envVariable(z.string().optional(), "a folder"),
    ONEFOLD_API_KEY: envVariable(z.string().optional(), "an API key"),
    npm_lifecycle_event: envVariable(z.string().optional(), "the name of a script"),
    ONEFOLD_URL: envVariable(z.url().optional(), "the base URL of an API"),
  });
  return {
    ...config,
    folder: ONEFOLD_DIR === undefined ? DEFAULT_FOLDER : resolve(ONEFOLD_DIR),
    isUnderNpm: npm_lifecycle_event !== undefined,
  };
}

const optionalDatabase = envVariable(
  sharedVariables.DATABASE_URL.schema.optional(),
  sharedVariables.DATABASE_URL.takes,
);

/** In the clone, from wherever the command is run. */
const DEFAULT_FOLDER = join(import.meta.dirname, "../../../.onefold");
