import { PostgresQueryCompiler } from "kysely";
import type { CompiledQuery, KyselyPlugin } from "kysely";
import type { Database } from "@onefold/database";

/** A database that notes each statement that goes through it, compiled, before it runs. */
export function capturing(db: Database): { db: Database; queries: CompiledQuery[] } {
  const queries: CompiledQuery[] = [];
  const compiler = new PostgresQueryCompiler();
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      queries.push(compiler.compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return { db: db.withPlugin(plugin), queries };
}
