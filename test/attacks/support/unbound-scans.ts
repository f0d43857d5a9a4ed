import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { teamTables } from "../../e2e/tenancy/support/statement-log.ts";

/** Finds where a statement reads or changes rows of a table of teams whosever they are. */
export interface UnboundScans {
  /**
   * The tables, each by the name that it has in the statement.
   * @param options `byParameter`: each has to be compared with one parameter, whatever else it is compared with
   */
  in(statement: string, options?: { readonly byParameter: boolean }): Promise<string[]>;
}

/** A node of a plan, as EXPLAIN prints it. */
interface Node {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Alias?: string;
  readonly Plans?: readonly Node[];
}

const CONDITIONS = new Set([
  "Index Cond",
  "Recheck Cond",
  "Filter",
  "Join Filter",
  "Hash Cond",
  "Merge Cond",
  "TID Cond",
]);

/**
 * By the plan of Postgres itself, which is the one that can't misread SQL: each scan of such a table has to compare
 * `team_id` with a parameter, or with a value that was given or read elsewhere in the statement; or with the `team_id` of
 * a table of which the same holds.
 */
export async function createUnboundScans(db: Database): Promise<UnboundScans> {
  const tables = new Set(await teamTables(db));
  const { rows } = await sql<{ name: string; parent: string }>`
    select c.relname as name, p.relname as parent
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent`.execute(
    db,
  );
  const parents = new Map(rows.map(({ name, parent }) => [name, parent]));

  return {
    async in(statement, { byParameter } = { byParameter: false }) {
      const nodes = flatten(await planOf(db, statement));
      const scans = new Map<string, string>();
      for (const { "Node Type": type, "Relation Name": relation = "", Alias: alias = relation } of nodes) {
        const table = parents.get(relation) ?? relation;
        if (!tables.has(table) || !type.endsWith("Scan")) continue;
        // The partitions of one table are `r_1`, `r_2`; what joins them names the first.
        scans.set(parents.has(relation) ? alias.replace(/_\d+$/, "") : alias, table);
      }
      const bound = boundOf(nodes.flatMap(conditionsOf), scans, byParameter);
      return [...scans]
        .filter(([alias]) => !bound.has(alias))
        .map(([alias, table]) => `${table} as ${alias}`);
    },
  };
}

async function planOf(db: Database, statement: string): Promise<Node> {
  const { rows } = await sql<{ "QUERY PLAN": readonly { readonly Plan: Node }[] }>`
    explain (generic_plan, verbose, costs off, format json) ${sql.raw(statement)}`.execute(db);
  const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
  if (!plan) throw new Error(`There is no plan of ${statement}`);
  return plan;
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function conditionsOf(node: Node): string[] {
  return Object.entries(node).flatMap(([name, value]) =>
    CONDITIONS.has(name) && typeof value === "string" ? [value] : [],
  );
}

const COLUMN = String.raw`"?(\w+)"?\.team_id\)?(?:::text)?`;
const EQUALS = new RegExp(String.raw`${COLUMN} = \(?(ANY \(\S+|\S+?)(?=\)|$| AND )`, "g");
const IS_EQUAL_TO = new RegExp(String.raw`([^\s(]+) = \(?${COLUMN}`, "g");

/** The parts of `(a AND b AND (c OR d))`, of which each has to hold. */
function conjunctsOf(condition: string): string[] {
  const parts = [""];
  let [depth, isQuoted] = [0, false];
  for (const token of condition.match(/'|[()]| AND |[^'() ]+| /g) ?? []) {
    if (token === "'") isQuoted = !isQuoted;
    else if (token === "(" && !isQuoted) depth += 1;
    else if (token === ")" && !isQuoted) depth -= 1;
    // What is one condition has no parentheses of its own around it.
    if (token === " AND " && !isQuoted && depth <= 1) parts.push("");
    else parts.push((parts.pop() ?? "") + token);
  }
  return parts;
}

const IS_PARAMETER = /^\$\d+(?:::text)?$/;

/** The aliases that are held to a team, also by way of others that are; or those that are by a parameter. */
function boundOf(
  conditions: readonly string[],
  scans: ReadonlyMap<string, string>,
  byParameter: boolean,
): Set<string> {
  const bound = new Set<string>();
  const links: [string, string][] = [];
  const note = (alias: string, other: string) => {
    if (byParameter && !IS_PARAMETER.test(other)) return;
    const of = /^"?(\w+)"?\.team_id\b/.exec(other)?.[1];
    const linked = of === undefined ? undefined : nameIn(scans, of);
    if (linked === undefined) bound.add(nameIn(scans, alias) ?? alias);
    else links.push([nameIn(scans, alias) ?? alias, linked]);
  };
  // What stands under an OR holds for a part of the rows only.
  for (const condition of conditions.flatMap(conjunctsOf).filter((each) => !each.includes(" OR "))) {
    for (const [, alias = "", other = ""] of condition.matchAll(EQUALS)) note(alias, other);
    for (const [, other = "", alias = ""] of condition.matchAll(IS_EQUAL_TO)) note(alias, other);
  }
  for (let before = -1; before !== bound.size;) {
    before = bound.size;
    for (const [one, other] of links) {
      if (bound.has(one)) bound.add(other);
      if (bound.has(other)) bound.add(one);
    }
  }
  return bound;
}

/** The scan of this alias, or of the table that it is a partition of. */
function nameIn(scans: ReadonlyMap<string, string>, alias: string): string | undefined {
  return [alias, alias.replace(/_\d+$/, "")].find((each) => scans.has(each));
}
