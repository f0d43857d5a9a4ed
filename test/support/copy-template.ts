import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { TEMPLATE } from "./create-template.ts";
import { withDatabase } from "./with-database.ts";

/** Makes a new database with all schemas, by copying files, and returns its URL. */
export async function copyTemplate(postgresUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withDatabase(postgresUrl, (db) =>
    sql`create database ${sql.id(name)} template ${sql.id(TEMPLATE)}`.execute(db),
  );
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}
