import { migrate } from "@onefold/database";
import { prepareQueue } from "@onefold/queue";
import { prepareRateLimits } from "@onefold/rate-limits";
import { sql } from "kysely";
import { withDatabase } from "./with-database.ts";

/** The database that the tests' own ones are copied from. */
export const TEMPLATE = "onefold_template";

/** Runs the migrations of the records and of the queue once, for all test files. */
export async function createTemplate(postgresUrl: string): Promise<void> {
  await withDatabase(postgresUrl, (db) => sql`create database ${sql.id(TEMPLATE)}`.execute(db));
  const url = new URL(postgresUrl);
  url.pathname = `/${TEMPLATE}`;
  await withDatabase(url.href, migrate);
  await prepareQueue({ url: url.href, durability: "strict" });
  await prepareRateLimits({ url: url.href, namespace: "onefold" });
}
