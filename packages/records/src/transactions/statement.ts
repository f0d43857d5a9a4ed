import type { Tables } from "@onefold/database";
import type { Kysely, RawBuilder } from "kysely";

/** A statement that is to be run. */
export type Statement = RawBuilder<unknown>;

/** Runs statements in their order. */
export async function runAll(db: Kysely<Tables>, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}
