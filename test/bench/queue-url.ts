import type { BackendName } from "./options.ts";
import type { Stores } from "./stores.ts";

/** On Postgres the queue lies in the database of the records, as by default. */
export function queueUrl(
  { redisUrl, redisClusterUrl }: Stores,
  backend: BackendName,
  databaseUrl: string,
): string {
  if (backend === "postgres") return databaseUrl;
  const url = backend === "redis" ? redisUrl : redisClusterUrl;
  if (url === undefined) throw new Error(`${backend} was not started`);
  return url;
}
