import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** The statements that reach a database, by the log of its Postgres. */
export interface StatementLog {
  /** What `run` had the database do with the tables of teams: texts without values, sorted. */
  during(run: () => Promise<void>): Promise<string[]>;
  /** All that `run` had it do with them, whenever it is done, and with the values. */
  allDuring(run: () => Promise<void>): Promise<LoggedStatement[]>;
}

export interface LoggedStatement {
  readonly text: string;
  /** Its parameters, as Postgres prints them. */
  readonly parameters: string;
}

/** Sent or not by what the clock says, whatever the request names. */
const BY_TIME = [
  // The API's caches: whose key it is, and the team's registered fields and identity rules.
  /from "api_keys" as "k"/,
  /^select "entity", "name", "label", "type" from "fields"/,
  /^select "never", "allow", .* from "identity_rules"/,
  // A request that waits looks for its receipt once, or more often.
  /^select r\.job_id, r\."row", r\.clock, r\.result, r\.finished_at from receipts/,
  // Noted beside the answer, before it or after.
  /^update "idempotency_keys" set "added"/,
  /^update api_keys set last_used_at/,
  // Every worker ends jobs once a second, and what is written of a record is noted with its receipt.
  /^insert into changes /,
  /^select team_id, job_id, entity from jobs where status is null/,
  /^select j\.team_id, j\.job_id from jobs j where j\.status is null/,
  /^select (case when status is not null|from jobs where|j\.team_id, j\.job_id, j\.entity)/,
  /^select count\(\*\)::int as count from receipts/,
  /^(update "jobs" set "status"|delete from "job_counts")/,
  // Workers look again and again for erasures and deleted fields that aren't through, for inputs that expire, and for
  // rows that the queue has lost.
  /^select .* from (erasures|deleted_fields) where (\(position|removed_at)/,
  /^select r\.team_id, r\.day::text, r\.job_id, r\."row" from receipts r where r\.names/,
  /^select j\.team_id, j\.job_id, j\.accepted_at, b\.below/,
  /^update jobs set checked_rows/,
  // Workers look for webhooks that have news, or messages that are due.
  /^select team_id, webhook_id, .* from webhooks where (enabled|next_at)/,
];

/**
 * Logs the statements of every connection that is opened from now on.
 * @param roles only those that connect as one of these
 */
export async function logStatements(db: Database, roles?: readonly string[]): Promise<StatementLog> {
  const { rows } = await sql<{ database: string; folder: string }>`
    select current_database() as database, current_setting('data_directory') as folder`.execute(db);
  const [{ database, folder } = { database: "", folder: "" }] = rows;
  const whose = roles?.map((role) => sql`role ${sql.id(role)} in database ${sql.id(database)}`) ?? [
    sql`database ${sql.id(database)}`,
  ];
  for (const each of whose)
    for (const setting of SETTINGS) await sql`alter ${each} set ${sql.raw(setting)}`.execute(db);
  const path = join(folder, "../postgres.log");
  const tables = await teamTables(db);
  const ofTeams = new RegExp(`\\b(${tables.join("|")})\\b`);

  async function allDuring(run: () => Promise<void>): Promise<LoggedStatement[]> {
    const { size: before } = await stat(path);
    await run();
    return statementsIn(await readFrom(path, before), database).filter(({ text }) => ofTeams.test(text));
  }

  return {
    allDuring,
    async during(run) {
      const texts = (await allDuring(run)).map(({ text }) => text);
      return texts.filter((text) => !BY_TIME.some((pattern) => pattern.test(text))).toSorted();
    },
  };
}

/** Against what an embedded Postgres has of its own, whose log holds nobody's values. */
const SETTINGS = [
  "log_statement = 'all'",
  "log_parameter_max_length = -1",
  "log_error_verbosity = 'default'",
];

/** Every table that says whose its rows are. */
export async function teamTables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'team_id'
     order by c.relname`.execute(db);
  return rows.map(({ name }) => name);
}

async function readFrom(path: string, start: number): Promise<string> {
  await using file = await open(path);
  return await file
    .createReadStream({ start, autoClose: false, encoding: "utf8" })
    .reduce((text: string, chunk: string) => text + chunk, "");
}

/**
 * An entry starts with its time, the process and the database, of which others may be logged at the same time; further
 * lines of it are indented. The parameters are an entry behind.
 */
function statementsIn(log: string, database: string): LoggedStatement[] {
  const found: { text: string; parameters: string }[] = [];
  const latest = new Map<string, { parameters: string }>();
  for (const entry of log.split(/\n(?=\d{4}-\d\d-\d\d )/)) {
    const [, process = "", where, kind = "", text = ""] =
      /^[^\n]*?\[(\d+)\] (\S*) (LOG: {2}(?:execute [^:]+|statement)|DETAIL: {2}Parameters): ([^]*)$/i.exec(
        entry,
      ) ?? [];
    if (where !== database) continue;
    if (kind.startsWith("LOG")) {
      const statement = { text: text.replace(/\s+/g, " ").trim(), parameters: "" };
      found.push(statement);
      latest.set(process, statement);
    } else if (kind !== "") {
      const statement = latest.get(process);
      if (statement) statement.parameters = text.trim();
    }
  }
  return found;
}
