import type { Identifier } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { RecordKey } from "../rows/load-records.ts";
import { respellRecord } from "./respell-record.ts";
import type { LeftApart, RespelledRecord } from "./respell-record.ts";
import { respellSearchKeys } from "./respell-search-keys.ts";

/** What became of stored identifiers whose canonical form has changed. */
export interface Respelled {
  /** How many identifiers are now stored in their new form. */
  readonly renamed: number;
  /** How many identifiers were removed, as their record has the new form too. */
  readonly dropped: number;
  /** Identifiers whose new form belongs to another record. Both stay as they are, for a person to look at. */
  readonly left: readonly LeftApart[];
}

/** How many identifiers one statement looks at. */
const LOOKED_AT_ONCE = 20_000;
/** The day from which the canonical forms are as they are. With a new day all identifiers are looked at once more. */
const FORMS = "2026-11-26";
const SETTING = "canonical_forms";

export interface RespellOptions {
  /** Whether to do it even if it was done: a process of an earlier version may have written since. */
  readonly again: boolean;
  readonly lookedAtOnce?: number;
}

/**
 * Brings stored identifiers to the canonical form of this version, record by record. Each record has a transaction of
 * its own, under the locks that a commit takes. What is still queued under an old form reaches its record all the same.
 * It can be repeated and interrupted, and run beside workers. It looks at every stored identifier (a million takes some
 * 2 s), so it is done once. It also mends the keys of searches by name.
 */
export async function respellIdentifiers(
  db: Database,
  { again, lookedAtOnce = LOOKED_AT_ONCE }: RespellOptions,
): Promise<Respelled> {
  const done = await db.selectFrom("settings").select("value").where("name", "=", SETTING).executeTakeFirst();
  if (done?.value === FORMS && !again) return { renamed: 0, dropped: 0, left: [] };
  const respelled = await respellAll(db, lookedAtOnce);
  await respellSearchKeys(db, lookedAtOnce);
  await db
    .insertInto("settings")
    .values({ name: SETTING, value: FORMS })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: FORMS }))
    .execute();
  return respelled;
}

async function respellAll(db: Database, lookedAtOnce: number): Promise<Respelled> {
  const records: RespelledRecord[] = [];
  for (const tables of allEntities)
    for await (const candidates of candidatesOf(db, tables, lookedAtOnce)) {
      const byRecord = Map.groupBy(candidates, ({ team_id, record_id }) => `${team_id} ${record_id}`);
      for (const ofRecord of byRecord.values()) {
        const [key] = ofRecord;
        const forms = newFormsOf(tables, ofRecord);
        if (key && forms.size > 0) records.push(await respellRecord(db, tables, key, forms));
      }
    }
  const sum = (count: (record: RespelledRecord) => number) =>
    records.reduce((total, record) => total + count(record), 0);
  return {
    renamed: sum(({ renamed }) => renamed),
    dropped: sum(({ dropped }) => dropped),
    left: records.flatMap(({ left }) => left),
  };
}

interface Candidate extends RecordKey, Identifier {}

/**
 * Gives the identifiers that may have another form now, page after page of all that are stored. Copies of dry runs are
 * left out, as they are deleted anyway.
 */
async function* candidatesOf(
  db: Database,
  { identifiers }: EntityTables,
  limit: number,
): AsyncGenerator<Candidate[]> {
  let after: Candidate | undefined;
  do {
    const beyond = after
      ? sql`where (team_id, kind, value) > (${after.team_id}, ${after.kind}, ${after.value})`
      : sql``;
    const { rows } = await sql<Candidate & { is_candidate: boolean; is_last: boolean }>`
      with page as (
        select team_id, kind, value, record_id from ${sql.table(identifiers)} ${beyond}
         order by team_id, kind, value limit ${limit}),
      looked as (
        select *, ${MAY_DIFFER} and exists (select from teams t where t.team_id = page.team_id) as is_candidate,
               row_number() over (order by team_id, kind, value) = ${limit} as is_last from page)
      select * from looked where is_candidate or is_last order by team_id, kind, value`.execute(db);
    yield rows.filter(({ is_candidate }) => is_candidate);
    after = rows.find(({ is_last }) => is_last);
  } while (after);
}

/**
 * These may differ: e-mails beyond ASCII or behind an apostrophe; hosts with A-labels; pages with an escape, a comma
 * and the like, or with a mark at their end. Everything else that is stored is as it would be now.
 */
const MAY_DIFFER = sql.raw(`
  case kind when 'email' then octet_length(value) <> char_length(value) or ascii(value) = 39
                              or strpos(value, 'xn--') > 0
            when 'domain' then strpos(value, 'xn--') > 0
            else value ~ '[%;,&]' or value !~ '[A-Za-z0-9_-]$' end`);

/** Gives the new forms of those that have one, by kind and value. */
function newFormsOf(
  { definition }: EntityTables,
  candidates: readonly Candidate[],
): ReadonlyMap<string, Identifier> {
  const forms = new Map<string, Identifier>();
  for (const { kind, value } of candidates) {
    const form = definition.identifiers.find((each) => each.kind === kind)?.canonical(value);
    if (form !== undefined && form !== value) forms.set(`${kind} ${value}`, { kind, value: form });
  }
  return forms;
}
