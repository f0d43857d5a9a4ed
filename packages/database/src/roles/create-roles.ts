import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { Database } from "../create-database.ts";
import type { Tables } from "../tables/index.ts";
import type { Role, Roles } from "./roles.ts";

/**
 * Makes the roles with these passwords. It gives the migrator's role the database with all that is in it, also what a
 * superuser made in it before there were roles. It can be repeated, and run at once from several places.
 * @param admin a superuser's, of the database that they are for
 */
export async function createRoles(admin: Database, { migrator, api, worker }: Roles): Promise<void> {
  await admin.transaction().execute(async (trx) => {
    // Roles belong to the whole cluster, so databases that are prepared at once would meet in them.
    await sql`select pg_advisory_xact_lock(${ROLES_LOCK}::int, 0)`.execute(trx);
    for (const role of [migrator, api, worker]) await createRole(trx, role);
    await handOver(trx, migrator.name);
    await openDatabase(trx, [migrator, api, worker]);
  });
}

/** This is "folr". It stands beside the class of the identifiers' locks. */
const ROLES_LOCK = 0x666f6c72;

/** Makes a role that can only connect. The owner of the tables grants it what it may do there. */
async function createRole(trx: Transaction<Tables>, { name, password }: Role): Promise<void> {
  if (password === "") throw new RangeError(`the role ${name} needs a password in its URL`);
  const { rows } = await sql`select from pg_roles where rolname = ${name}`.execute(trx);
  const verb = rows.length === 0 ? sql`create` : sql`alter`;
  await sql`
    ${verb} role ${sql.id(name)} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
      password ${sql.lit(password)}`.execute(trx);
}

/** Hands the database over. Its owner thereby owns its schema `public`. */
async function handOver(trx: Transaction<Tables>, owner: string): Promise<void> {
  const { rows: databases } = await sql<{ name: string }>`select current_database() as name`.execute(trx);
  for (const { name } of databases)
    await sql`alter database ${sql.id(name)} owner to ${sql.id(owner)}`.execute(trx);
  const { rows } = await sql<{ command: string }>`
    with ours as (
      select oid, nspname from pg_namespace
       where nspname !~ '^pg_' and nspname <> 'information_schema'
    ), things as (
      select 1 as turn, format('schema %I', nspname) as thing, n.nspowner as owner
        from pg_namespace n join ours using (oid, nspname) where nspname <> 'public'
      union all
      -- A sequence of a column goes with its table.
      select 2, format('%s %I.%I', case relkind when 'v' then 'view' when 'm' then 'materialized view'
                                                when 'S' then 'sequence' else 'table' end, nspname, relname), relowner
        from pg_class c join ours n on n.oid = c.relnamespace
       where relkind in ('r', 'p', 'v', 'm', 'S')
         and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                          and d.deptype in ('a', 'i') and d.refclassid = 'pg_class'::regclass and c.relkind = 'S')
      union all
      select 3, format('routine %s', p.oid::regprocedure), proowner
        from pg_proc p join ours n on n.oid = p.pronamespace
       where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
                          and d.deptype = 'e')
      union all
      select 4, format('type %I.%I', nspname, typname), typowner
        from pg_type t join ours n on n.oid = t.typnamespace where t.typtype in ('e', 'd')
    )
    select format('alter %s owner to %I', thing, ${owner}::text) as command
      from things join pg_roles r on r.oid = owner
     where r.rolname <> ${owner} order by turn`.execute(trx);
  for (const { command } of rows) await sql.raw(command).execute(trx);
}

/** Lets the roles connect and make temporary tables, which BullMQ's scripts need. */
async function openDatabase(trx: Transaction<Tables>, roles: readonly Role[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(trx);
  for (const { name } of rows) {
    await sql`revoke all on database ${sql.id(name)} from public`.execute(trx);
    for (const role of roles)
      await sql`grant connect, temporary on database ${sql.id(name)} to ${sql.id(role.name)}`.execute(trx);
  }
}
