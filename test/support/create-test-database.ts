import { sql } from "kysely";
import { inject } from "vitest";
import { copyTemplate } from "./copy-template.ts";
import { withDatabase } from "./with-database.ts";

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

/** A migrated database of one's own in the run's Postgres; dropped, with whoever is in it, when disposed of. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const postgresUrl = inject("postgresUrl");
  const url = await copyTemplate(postgresUrl);
  const name = new URL(url).pathname.slice(1);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await withDatabase(postgresUrl, (db) =>
        sql`drop database if exists ${sql.id(name)} with (force)`.execute(db),
      );
    },
  };
}
