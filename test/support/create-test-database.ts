import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { inject } from "vitest";
import { copyTemplate } from "./copy-template.ts";
import { useUntilWorkerEnds } from "./until-worker-ends.ts";

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

let opened: Database | undefined;

/** To the run's Postgres, for all files of this process. */
function postgres(): Database {
  return (opened ??= open());
}

function open(): Database {
  // Tests that run at once wait for each other here.
  const db = createDatabase({ url: inject("postgresUrl"), max: 1, connectTimeoutMs: 60_000 });
  useUntilWorkerEnds({ [Symbol.asyncDispose]: () => db.destroy() });
  return db;
}

/** A migrated database of one's own in the run's Postgres; dropped, with whoever is in it, when disposed of. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = await copyTemplate(postgres(), inject("postgresUrl"));
  const name = new URL(url).pathname.slice(1);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await sql`drop database if exists ${sql.id(name)} with (force)`.execute(postgres());
    },
  };
}
