import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { teamTables } from "../../e2e/tenancy/support/statement-log.ts";
import type { UnboundScans } from "./unbound-scans.ts";

/**
 * Copied as a whole to each machine of a distributed database: small, and looked up before the team is known, or joined
 * with what is found by it (docs/distributed.md).
 */
export const REFERENCE_TABLES = [
  "teams",
  "users",
  "api_keys",
  "rotated_secrets",
  "console_secrets",
  "fields",
];

/** Says what of a statement an engine that distributes the tables by team refuses, or can't send to one machine. */
export interface DistributedForms {
  /** The distributed tables of which it doesn't say `team_id = $n`. The rows of an insert name their team themselves. */
  unrouted(statement: string): Promise<string[]>;
  /**
   * What a statement that writes calls though it isn't immutable: anything in CASE, COALESCE, DO UPDATE or RETURNING;
   * in an update or a deletion also what is volatile, or is given more than parameters. (Citus 13,
   * `ModifyPartialQuerySupported` in src/backend/distributed/planner/multi_router_planner.c)
   */
  mutable(statement: string): string[];
  /** Whether it joins a set of rows that came with it to a look-up of each. */
  isLateral(statement: string): boolean;
  /**
   * Whether it inserts rows in a WITH, which can't be sent to one machine. (`ModifyPartialQuerySupported`:
   * "Router planner doesn't support INSERT common table expressions")
   */
  insertsWithin(statement: string): boolean;
}

type Volatility = "i" | "s" | "v";

/** By the functions of this Postgres. */
export async function createDistributedForms(db: Database, unbound: UnboundScans): Promise<DistributedForms> {
  const { rows } = await sql<{ name: string; volatility: Volatility }>`
    select proname as name, max(provolatile::text) as volatility from pg_proc group by proname`.execute(db);
  const volatilities = new Map(rows.map(({ name, volatility }) => [name, volatility]));
  const distributed = new Set((await teamTables(db)).filter((name) => !REFERENCE_TABLES.includes(name)));

  return {
    async unrouted(statement) {
      const scans = await unbound.in(statement, { byParameter: true });
      return scans.filter((scan) => distributed.has(scan.replace(/ as .*/, "")));
    },
    mutable(statement) {
      if (!/\b(?:insert into|update|delete from)\b/.test(withoutLocking(statement))) return [];
      const calls = callsIn(statement).flatMap((call) => {
        const volatility = volatilities.get(call.name) ?? "i";
        return volatility === "i" ? [] : [{ ...call, volatility }];
      });
      const isUpdate = /\bupdate "?\w+"?|\bdelete from\b/.test(withoutConflict(withoutLocking(statement)));
      return calls
        .filter(
          ({ at, volatility, given }) =>
            placesIn(statement).some(([from, to]) => from < at && at < to) ||
            (isUpdate && (volatility === "v" || hasColumn(given))),
        )
        .map(({ name, given }) => `${name}(${given})`);
    },
    insertsWithin: (statement) => /\bas (?:(?:not )?materialized )?\( ?insert into\b/.test(statement),
    isLateral: (statement) => /\b(?:unnest|json_to_recordset)\(.*\blateral \(/.test(statement),
  };
}

interface Call {
  readonly name: string;
  readonly at: number;
  /** What stands between its brackets. */
  readonly given: string;
}

/** Also a date to which or from which a span is added: in Postgres that depends on the time zone, so it isn't immutable. */
function callsIn(statement: string): Call[] {
  const calls = Array.from(statement.matchAll(/\b([a-z_]\w*)\(/g), ({ 1: name = "", index }): Call => {
    const start = index + name.length + 1;
    return { name, at: index, given: statement.slice(start, closing(statement, start)) };
  });
  const sums = Array.from(
    statement.matchAll(/_(?:at|until)"? [+-] (?:make_interval\(|interval )/g),
    ({ 0: sum, index }): Call => ({ name: "timestamptz_pl_interval", at: index, given: sum }),
  );
  return [...calls, ...sums];
}

/** Where what is called has to be immutable. */
function placesIn(statement: string): [from: number, to: number][] {
  const places: [number, number][] = [];
  const opened: number[] = [];
  for (const { 0: word, index } of statement.matchAll(/\b(?:case|end)\b/g))
    if (word === "case") opened.push(index);
    else places.push([opened.pop() ?? index, index]);
  for (const { 0: word, index } of statement.matchAll(/\bcoalesce\(/g))
    places.push([index, closing(statement, index + word.length)]);
  for (const { index } of statement.matchAll(/\bdo update set\b|\breturning\b/g))
    places.push([index, statement.length]);
  return places;
}

/** Whether anything is given but parameters and calls that are given nothing else. */
function hasColumn(given: string): boolean {
  return /[a-z]/i.test(given.replaceAll(/\w+\(|\bepoch from\b/g, ""));
}

function closing(statement: string, start: number): number {
  let depth = 1;
  for (let at = start; at < statement.length; at++) {
    if (statement[at] === "(") depth++;
    else if (statement[at] === ")" && --depth === 0) return at;
  }
  return statement.length;
}

function withoutLocking(statement: string): string {
  return statement.replaceAll(/\bfor (?:no key )?update\b/g, "");
}

function withoutConflict(statement: string): string {
  return statement.replaceAll(/\bdo update set\b/g, "");
}
