import { DATE_ORDERS, DECIMALS, NAME_MAX, OnConflict } from "@onefold/contract";
import type { Entity, UploadOptions } from "@onefold/contract";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import { flag, knownQuery, queryChoice, queryFlag } from "../request/query.ts";
import { createLinkedQuery, readHandling, readResubscribe } from "../request/upsert-options.ts";
import { isEmpty, isStorable } from "../validate/clean-text.ts";
import type { UploadFormat } from "./upload-format.ts";
import type { ColumnOptions } from "./columns/map-columns.ts";
import type { CellFormat } from "./columns/read-value.ts";

const OF_EVERY_UPLOAD = {
  onConflict: OnConflict.optional().meta({
    description: "As for a single one, for every row. Where it isn't given, the team's own choice holds.",
  }),
  dryRun: flag(
    "`true`: the job says of each row what it would come to, after the rows before it, and nothing is changed.",
  ),
  resubscribe: flag(
    "`true`: a row that says that its person did not opt out lifts an opt-out that stands. Without it, it changes nothing.",
  ),
  source: z
    .string()
    .min(1)
    .max(NAME_MAX)
    .optional()
    .meta({ description: "Of records that are created; a row's own wins." }),
};

/** The query of an upload. */
export function uploadQuery(entity: Entity) {
  return { ...OF_CSV, ...createLinkedQuery(entity) };
}

/** Only a CSV takes more than the first four. */
const OF_CSV = {
  ...OF_EVERY_UPLOAD,
  map: z.array(z.string()).optional().meta({
    description:
      "CSV only: `Header:field` says what a column is, `Header:` leaves it out. It can be repeated.",
  }),
  ignoreUnknownColumns: flag(
    "CSV only. `true`: columns that have no place are left out, and listed in the answer, instead of refused. A cell of one that says `unsubscribed` or the like is an opt-out all the same, unless `map` leaves the column out.",
  ),
  decimal: z
    .enum(DECIMALS)
    .optional()
    .meta({
      description:
        "CSV only: what separates decimals in numbers; blanks, apostrophes and the other sign may separate thousands then. " +
        "Without it, numbers are as JSON has them.",
    }),
  dates: z
    .enum(DATE_ORDERS)
    .optional()
    .meta({
      description:
        "CSV only: in which order day (D), month (M) and year (Y) stand in dates. Times without an offset are UTC's then. " +
        "Without it, dates are as ISO 8601 has them.",
    }),
};

export interface UploadQuery {
  readonly options: UploadOptions;
  readonly columns: ColumnOptions;
  readonly cells: CellFormat;
}

/**
 * Reads what the query says of all rows.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readUploadQuery(c: AppContext, entity: Entity, { kind }: UploadFormat): UploadQuery {
  knownQuery(c, { ...(kind === "csv" ? OF_CSV : OF_EVERY_UPLOAD), ...createLinkedQuery(entity) });
  const source = readSource(c);
  return {
    options: {
      ...readHandling(c, entity),
      ...(source !== undefined && { source }),
      ...(readResubscribe(c) && { resubscribe: true as const }),
    },
    columns: {
      map: (c.req.queries("map") ?? []).map(readPair),
      ignoreUnknown: queryFlag(c, "ignoreUnknownColumns"),
    },
    cells: { decimal: queryChoice(c, "decimal", DECIMALS), dates: queryChoice(c, "dates", DATE_ORDERS) },
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

/**
 * Splits a pair at its last colon, as a header can have one and a field can't. An equals sign does as well, as command
 * lines use it.
 */
function readPair(pair: string): [string, string] {
  const found = /^(.*\S)\s*[:=]([^:=]*)$/s.exec(pair);
  if (!found)
    throw new ApiError(
      "INVALID_REQUEST",
      "The query parameter map takes Header:field, or Header: to leave the column out; it can be repeated.",
    );
  return [(found[1] ?? "").trim(), (found[2] ?? "").trim()];
}
