import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Tables } from "../tables/index.ts";

/**
 * From here on a stamp that most fields of a record share is stored once. Rows of before stay as they are until they are
 * written. It changes no table: it marks the version that the one before can run beside, and an older one can't.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  for (const records of ["contacts", "companies"])
    await sql`
      comment on column ${sql.table(records)}.stamps is
        'by field; what is under an empty name is of all fields that have a value and no stamp of their own'`.execute(
      db,
    );
}
