export { checkPostgres } from "./check-postgres.ts";
export type { PostgresRequirements, Problem } from "./check-postgres.ts";
export { createDatabase } from "./create-database.ts";
export type { Database, DatabaseOptions } from "./create-database.ts";
export { isOutage } from "./is-outage.ts";
export { migrate, pendingMigrations, readErasureSecret, readJobIdSecret } from "./migrate.ts";
export type { Tables } from "./tables/index.ts";
export type { FieldValue, StampColumn } from "./tables/values.ts";
