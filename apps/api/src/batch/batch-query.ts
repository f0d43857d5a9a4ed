import type { BatchOptions } from "@onefold/contract";
import { NAME_MAX } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { readHandling } from "../request/upsert-options.ts";
import { isEmpty, isStorable } from "../validate/clean-text.ts";
import type { BatchFormat } from "./batch-format.ts";
import type { ColumnOptions } from "./columns/map-columns.ts";

const OF_EVERY_BATCH = ["onConflict", "dryRun", "source"];
const OF_CSV = ["map", "ignoreUnknownColumns"];

export interface BatchQuery {
  readonly options: BatchOptions;
  readonly columns: ColumnOptions;
}

/**
 * What the query says of all rows.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readBatchQuery(c: AppContext, { kind }: BatchFormat): BatchQuery {
  knownQuery(c, kind === "csv" ? [...OF_EVERY_BATCH, ...OF_CSV] : OF_EVERY_BATCH);
  const source = readSource(c);
  return {
    options: {
      ...readHandling(c),
      ...(source !== undefined && { source }),
    },
    columns: {
      map: (c.req.queries("map") ?? []).map(readPair),
      ignoreUnknown: queryChoice(c, "ignoreUnknownColumns", ["true", "false"]) === "true",
    },
  };
}

function readSource(c: AppContext): string | undefined {
  const given = c.req.queries("source");
  if (given === undefined) return undefined;
  const [text = ""] = given;
  const source = isStorable(text) ? text.trim().normalize("NFC") : "";
  if (given.length > 1 || isEmpty(source) || source.length > NAME_MAX)
    throw new ApiError(
      "INVALID_REQUEST",
      `The query parameter source takes a text of at most ${NAME_MAX} characters.`,
    );
  return source;
}

/** A header can hold a colon; a field can't. An equals sign does as well, as command lines have it. */
function readPair(pair: string): [string, string] {
  const found = /^(.*\S)\s*[:=]([^:=]*)$/s.exec(pair);
  if (!found)
    throw new ApiError(
      "INVALID_REQUEST",
      "The query parameter map takes Header:field, or Header: to leave the column out; it can be repeated.",
    );
  return [(found[1] ?? "").trim(), (found[2] ?? "").trim()];
}
