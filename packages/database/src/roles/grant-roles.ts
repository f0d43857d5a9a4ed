import { sql } from "kysely";
import type { Database } from "../create-database.ts";

export interface GrantOptions {
  /** The names of the roles. A role that isn't on this server is left out. */
  readonly api: string;
  readonly worker: string;
  readonly schema: string;
}

/** Only migrations write these: the deployment's secrets, and which migrations ran. */
const READ_ONLY = ["settings", "kysely_migration", "kysely_migration_lock"];
/** Only the API writes these: who may do what, and what teams say of identifiers. */
const OF_THE_API = ["teams", "users", "api_keys", "identity_rules"];

/**
 * Lets the API and the workers read and write the rows of a schema's tables, also of those that later migrations make,
 * and nothing else. The owner of the tables runs it after its migrations. It can be repeated.
 */
export async function grantRoles(db: Database, { api, worker, schema }: GrantOptions): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${GRANTS_LOCK}::int, 0)`.execute(trx);
    const { rows: roles } = await sql<{ name: string }>`
      select rolname as name from pg_roles
       where rolname in (${api}, ${worker}) and rolname <> current_user and not rolsuper`.execute(trx);
    const { rows: tables } = await sql<{ name: string }>`
      select relname as name from pg_class
       where relnamespace = to_regnamespace(${`"${schema}"`}) and relkind in ('r', 'p')`.execute(trx);
    for (const { name } of roles) {
      const [role, inSchema] = [sql.id(name), sql.id(schema)];
      const rights = sql`select, insert, update, delete on tables`;
      await sql`grant usage on schema ${inSchema} to ${role}`.execute(trx);
      await sql`grant select, insert, update, delete on all tables in schema ${inSchema} to ${role}`.execute(
        trx,
      );
      await sql`grant usage, select on all sequences in schema ${inSchema} to ${role}`.execute(trx);
      await sql`alter default privileges in schema ${inSchema} grant ${rights} to ${role}`.execute(trx);
      await sql`alter default privileges in schema ${inSchema} grant usage, select on sequences to ${role}`.execute(
        trx,
      );
      const others = name === worker && name !== api ? [...READ_ONLY, ...OF_THE_API] : READ_ONLY;
      for (const table of tables.filter((each) => others.includes(each.name)))
        await sql`revoke insert, update, delete on ${sql.id(schema, table.name)} from ${role}`.execute(trx);
    }
    if (tables.some((table) => table.name === "receipts") && roles.some(({ name }) => name === worker))
      for (const name of ["create_receipts_day", "detach_receipts_day", "drop_receipts_day"])
        await sql`grant execute on function ${sql.id(schema, name)}(date) to ${sql.id(worker)}`.execute(trx);
  });
}

/** This is "folg". It stands beside the class of the identifiers' locks. */
const GRANTS_LOCK = 0x666f6c67;
