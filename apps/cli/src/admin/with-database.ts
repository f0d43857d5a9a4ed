import { createDatabase, IDLE_IN_TRANSACTION_MS, isOutage } from "@onefold/database";
import type { Database } from "@onefold/database";
import { AdminError } from "@onefold/records";
import { CliError } from "../cli-error.ts";
import type { Config } from "../config.ts";
import { messageOf } from "../describe-error.ts";
import { readRunning } from "../folder-files.ts";
import { shownUrl } from "../shown-url.ts";

/** Runs `use` on the database of DATABASE_URL, or of the running `onefold dev`. */
export async function withDatabase<Result>(
  config: Config,
  use: (db: Database) => Promise<Result>,
): Promise<Result> {
  const running = config.DATABASE_URL === undefined ? await readRunning(config.folder) : undefined;
  const url = config.DATABASE_URL ?? running?.databaseUrl;
  if (url === undefined) {
    throw new CliError("No Onefold runs here: start one with npm start, or set DATABASE_URL.");
  }
  const db = createDatabase({
    url,
    max: 1,
    applicationName: "onefold cli",
    // So a command that is stopped by Ctrl-Z doesn't block others.
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
  });
  try {
    return await use(db);
  } catch (error) {
    throw explain(error, url, running !== undefined);
  } finally {
    await db.destroy();
  }
}

/** Explains an error of Postgres or of the network in a sentence. Errors of our own packages are sentences already. */
function explain(error: unknown, url: string, isRunningDev: boolean): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof AdminError) return error;
  if (error.code === "42P01") {
    return new CliError(
      `The database at ${shownUrl(url)} has no tables of Onefold yet: run npx onefold migrate.`,
      { cause: error },
    );
  }
  if (!isOutage(error)) return error;
  if (isRunningDev) {
    return new CliError(
      "The Onefold that ran here doesn't answer any more: start it with npm start, or set DATABASE_URL.",
      { cause: error },
    );
  }
  return new CliError(
    `The database at ${shownUrl(url)} can't be used (${messageOf(error)}): check DATABASE_URL.`,
    { cause: error },
  );
}
