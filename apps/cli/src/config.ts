import { join, resolve } from "node:path";
import {
  envVariable,
  jobIdVariables,
  listenVariables,
  readEnv,
  sharedVariables,
  storeVariables,
  wholeNumber,
} from "@onefold/process/settings";
import { z } from "zod";

const optionalDatabase = (description: string) =>
  envVariable(description, storeVariables.DATABASE_URL.schema.optional(), storeVariables.DATABASE_URL.takes);

/** The command line's settings. docs/settings.md is made from them. */
export const cliVariables = {
  ...storeVariables,
  ...listenVariables,
  ...jobIdVariables,
  RECEIPT_RETENTION_DAYS: sharedVariables.RECEIPT_RETENTION_DAYS,
  DATABASE_URL: optionalDatabase(
    "The Postgres of the records. Without it `npm start` brings a private one, and the other commands use that of the running `npm start`.",
  ),
  ADMIN_DATABASE_URL: optionalDatabase("For `migrate`: a superuser, with which the roles are made."),
  API_DATABASE_URL: optionalDatabase("For `migrate`: the role that the API connects as."),
  WORKER_DATABASE_URL: optionalDatabase("For `migrate`: the role that the workers connect as."),
  WORKER_PROCESSES: wholeNumber("Workers that `npm start` runs; a `HEALTH_PORT` is the first one's.", {
    from: 1,
    to: 32,
    unit: "a number of workers",
    byDefault: 1,
  }),
  ONEFOLD_DIR: envVariable(
    "Where `npm start` keeps its data. Without it, `.onefold` in the clone.",
    z.string().optional(),
    "a folder",
  ),
  ONEFOLD_API_KEY: envVariable(
    "The key that the commands use. `npm start` makes it its team's; without it, the key of the last start or a new one.",
    z.string().optional(),
    "an API key",
  ),
  ONEFOLD_URL: envVariable(
    "The API that the commands talk to. Without it, that of the running `npm start`, or http://127.0.0.1:3000.",
    z.url().optional(),
    "the base URL of an API",
  ),
  DEBUG: envVariable(
    "With any value, an error tells where in the code it came from.",
    z.string().optional(),
    "anything",
  ),
};

export type Config = ReturnType<typeof readConfig>;

/**
 * Reads the command line's settings. Nothing else in it reads the environment.
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const { ONEFOLD_DIR, ...config } = readEnv(env, cliVariables);
  return {
    ...config,
    folder: ONEFOLD_DIR === undefined ? DEFAULT_FOLDER : resolve(ONEFOLD_DIR),
    // npm sets this for what it runs.
    isUnderNpm: Boolean(env["npm_lifecycle_event"]),
  };
}

/** The folder is in the clone, wherever the command is run from. */
const DEFAULT_FOLDER = join(import.meta.dirname, "../../../.onefold");
