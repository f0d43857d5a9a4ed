import type { Database } from "@onefold/database";
import { CompiledQuery } from "kysely";
import { z } from "zod";

/** What a statement's plan did. */
export interface Plan {
  /** Node types from the top, with the index where there is one. */
  readonly nodes: readonly string[];
  /** What a read of the API mustn't do. */
  readonly problems: readonly string[];
  readonly text: string;
}

/** A node of `explain (analyze, format json)`. */
interface Node {
  readonly "Node Type": string;
  readonly "Relation Name"?: string | undefined;
  readonly "Index Name"?: string | undefined;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number | undefined;
  readonly "Actual Loops": number;
  readonly Plans?: Node[] | undefined;
}

const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    "Node Type": z.string(),
    "Relation Name": z.string().optional(),
    "Index Name": z.string().optional(),
    "Actual Rows": z.number(),
    "Rows Removed by Filter": z.number().optional(),
    "Actual Loops": z.number(),
    Plans: z.array(Node).optional(),
  }),
);
const Explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: Node })]) })]);
const Lines = z.array(z.object({ "QUERY PLAN": z.string() }));

/**
 * The rows of an exact total, or of the longest history that the seed makes: so many Postgres may sort rather
 * than walk an index, as their number doesn't grow with the table.
 */
const SORT_MAX = 20_000;
/** A table of a few pages is read faster than its index. */
const SCAN_MAX = 1_000;
const LARGE = /^(contacts|companies|contact_identifiers|company_identifiers|receipts.*|retired_records)$/;

export async function explain(db: Database, { sql, parameters }: CompiledQuery): Promise<Plan> {
  if (sql.startsWith("explain")) return { nodes: [], problems: [], text: "" };
  const json = await db.executeQuery(
    CompiledQuery.raw(`explain (analyze, buffers, format json) ${sql}`, [...parameters]),
  );
  const lines = await db.executeQuery(
    CompiledQuery.raw(`explain (analyze, buffers) ${sql}`, [...parameters]),
  );
  const [{ "QUERY PLAN": explained }] = Explained.parse(json.rows);
  const nodes = flatten(explained[0].Plan);
  return {
    nodes: nodes.map(nameOf),
    problems: nodes.flatMap(problemsOf),
    text: `${sql}\n${Lines.parse(lines.rows)
      .map((line) => line["QUERY PLAN"])
      .join("\n")}`,
  };
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function nameOf(node: Node): string {
  const index = node["Index Name"];
  return index === undefined ? node["Node Type"] : `${node["Node Type"]} ${index.replace(/_\d{8}/, "_*")}`;
}

function problemsOf(node: Node): string[] {
  const relation = node["Relation Name"] ?? "";
  const read = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0);
  if (node["Node Type"].includes("Seq Scan") && LARGE.test(relation) && read > SCAN_MAX)
    return [`Seq Scan on ${relation}, ${read} rows`];
  const sorted = (node.Plans ?? []).map((plan) => plan["Actual Rows"] * plan["Actual Loops"]);
  if (node["Node Type"] === "Sort" && Math.max(0, ...sorted) > SORT_MAX)
    return [`Sort of ${Math.max(...sorted)} rows`];
  return [];
}
