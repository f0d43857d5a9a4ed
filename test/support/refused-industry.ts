import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** A value that the edge lets pass and the database refuses, from `refuseIndustry` to `takeIndustry`. */
export const REFUSED_INDUSTRY = "refused";

export async function refuseIndustry(db: Database): Promise<void> {
  await takeIndustry(db);
  await sql`
    alter table contacts add constraint refused_industry
      check (fields ->> 'industry' <> ${sql.lit(REFUSED_INDUSTRY)}) not valid`.execute(db);
}

export async function takeIndustry(db: Database): Promise<void> {
  await sql`alter table contacts drop constraint if exists refused_industry`.execute(db);
}
