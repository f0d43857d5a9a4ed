import { PgBoss } from "pg-boss";

export const QUEUE = "upsert";

/** As pg-boss' documentation starts it, in the database of the records. Who starts it first makes its tables. */
export async function openBoss(connectionString: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString });
  boss.on("error", (error) => process.stderr.write(`pg-boss: ${error.message}\n`));
  await boss.start();
  await boss.createQueue(QUEUE);
  return boss;
}
