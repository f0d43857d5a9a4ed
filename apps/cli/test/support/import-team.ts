import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobCounts } from "@onefold/contract";
import { sql } from "kysely";
import type { Client } from "../../../../test/e2e/support/client.ts";
import type { Stack } from "../../../../test/e2e/support/stack.ts";
import { until } from "../../../../test/e2e/support/until.ts";
import { runOnefold } from "./run-onefold.ts";
import type { OnefoldRun, RunOptions } from "./run-onefold.ts";

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly stdout: string;
}

/** A team without contacts, the command line with its key, and a folder for files. */
export interface ImportTeam extends AsyncDisposable {
  readonly teamId: string;
  readonly userId: string;
  /** Talks to the API as the team does. */
  readonly client: Client;
  path(name: string): string;
  start(args: readonly string[], options?: RunOptions): OnefoldRun;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  contacts(): Promise<number>;
  receipts(): Promise<number>;
  /** The job of the team's only upload, once the service has taken rows of it. */
  jobWithRows(): Promise<string>;
}

export async function importTeam(stack: Stack): Promise<ImportTeam> {
  const client = await stack.newTeam();
  const { teamId, userId, key } = client;
  const folder = await mkdtemp(join(tmpdir(), "onefold-import-"));
  // A folder of its own: it must not find the Onefold that somebody runs in the clone.
  const start = (args: readonly string[], options?: RunOptions) =>
    runOnefold(
      args,
      {
        ONEFOLD_DIR: folder,
        ONEFOLD_URL: stack.api.url,
        ONEFOLD_API_KEY: key,
        NODE_COMPILE_CACHE: stack.env["NODE_COMPILE_CACHE"] ?? "",
      },
      options,
    );

  async function count(table: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where team_id = ${teamId}`.execute(stack.db);
    return rows[0]?.count ?? 0;
  }

  return {
    teamId,
    userId,
    client,
    path: (name) => join(folder, name),
    start,
    async run(args, options) {
      const run = start(args, options);
      return { code: await run.ended(), output: run.output(), stdout: run.stdout() };
    },
    contacts: () => count("contacts"),
    receipts: () => count("receipts"),
    jobWithRows: () =>
      until("an upload with rows", 30_000, async () => {
        const found = await stack.db
          .selectFrom("jobs")
          .select("job_id")
          .where("team_id", "=", teamId)
          .where("rows_taken", ">", 0)
          .executeTakeFirst();
        return found?.job_id;
      }),
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What `--json` tells of an import. */
export interface ImportResult {
  readonly job: string;
  readonly status: string;
  readonly counts: JobCounts;
  readonly replayed: boolean;
}

export function resultOf({ stdout, output }: Ended): ImportResult {
  if (stdout === "") throw new Error(`It told no result:\n${output}`);
  return JSON.parse(stdout);
}
