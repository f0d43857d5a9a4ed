import { Client } from "pg";
import type { StoreAddress } from "../../options.ts";
import { schemaOf, sessions } from "./sessions.ts";

/** Any number will do that others don't take together with the schema's. */
const LOCK_CLASS = 0x0f01d;

/** Changes what the queue's schema has, while nobody else does. */
export async function preparing(
  address: StoreAddress,
  change: (client: Client, schema: string) => Promise<unknown>,
): Promise<void> {
  const schema = schemaOf(address);
  await onPostgres(address, async (client) => {
    await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [LOCK_CLASS, schema]);
    await change(client, schema);
  });
}

/** Uses one session for all: BullMQ's migrations need their lock and their transaction on one connection. */
export async function onPostgres(
  address: StoreAddress,
  use: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client(
    sessions(address, { applicationName: "onefold migrate", max: 1, mayPause: true }),
  );
  client.on("error", () => undefined);
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end();
  }
}
