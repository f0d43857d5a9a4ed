import { sql } from "kysely";
import { expect, test } from "vitest";
import { until } from "../e2e/support/until.ts";
import { postContact } from "./support/client.ts";
import { createCluster } from "./support/cluster.ts";

test("an operation whose process waits for a connection is later than what was done meanwhile", async () => {
  await using cluster = await createCluster("postgres");
  const { db, key } = cluster;
  const [busy, other] = await Promise.all([
    // Half of them are a team's: one.
    cluster.startApi({ DATABASE_SLOW_POOL: "2" }),
    cluster.startApi(),
    cluster.startWorker(),
  ]);
  for (const email of ["jane@example.com", "held@example.com"]) await postContact(busy.url, key, { email });
  const call = async (url: string, method: string, email: string) => {
    const response = await fetch(`${url}/api/v2/unsubscribes/contacts/${email}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
    });
    return [response.status, await response.json()];
  };
  const updated = [200, "Contact subscription updated"];

  const { held, waiting } = await db.transaction().execute(async (trx) => {
    await sql`select from contacts where email = 'held@example.com' for update`.execute(trx);
    const takesTheConnection = call(busy.url, "POST", "held@example.com");
    await until("it waits for the row", 20_000, async () => {
      const { rows } = await sql<{ waiting: boolean }>`
        select exists(select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock') as waiting`.execute(db);
      return rows[0]?.waiting === true;
    });
    const unsubscribed = call(busy.url, "POST", "jane@example.com");
    // Once these are answered, the one before them waits for the connection.
    for (let i = 0; i < 3; i++) await fetch(`${busy.url}/livez`);
    expect(await call(other.url, "DELETE", "jane@example.com")).toEqual(updated);
    return { held: takesTheConnection, waiting: unsubscribed };
  });
  expect(await held).toEqual(updated);
  expect(await waiting).toEqual(updated);
  expect(await call(other.url, "GET", "jane@example.com")).toEqual([
    200,
    { _id: expect.any(String), doNotContact: true },
  ]);
}, 60_000);
