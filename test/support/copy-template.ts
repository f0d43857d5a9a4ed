import { randomBytes } from "node:crypto";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { TEMPLATE } from "./create-template.ts";

/**
 * Makes a new database with all schemas, by copying files, and returns its URL.
 * @param postgres to the server of `postgresUrl`, as a superuser
 */
export async function copyTemplate(postgres: Database, postgresUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await sql`create database ${sql.id(name)} template ${sql.id(TEMPLATE)} strategy file_copy`.execute(
    postgres,
  );
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}
