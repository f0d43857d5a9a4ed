import type { BackendName } from "./options.ts";
import type { Stores } from "./stores.ts";

/** On Postgres the queue lies in the database of the records, as by default. */
export function queueUrl({ redisUrl }: Stores, backend: BackendName, databaseUrl: string): string {
  if (backend === "postgres") return databaseUrl;
  if (redisUrl === undefined) throw new Error("Redis was not started");
  return redisUrl;
}
