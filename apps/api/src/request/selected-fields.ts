import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";

const PATHS_MAX = 200;

export const FIELDS_QUERY = {
  fields: z
    .string()
    .optional()
    .meta({
      description: `Only these of each record, and its _id, comma-separated, such as \`fields.name,domain\`: up to ${PATHS_MAX}.`,
    }),
};

type Shown = Readonly<Record<string, unknown>>;

/**
 * Gives what leaves out what the request doesn't ask for. What a record hasn't is passed over.
 * @throws ApiError INVALID_REQUEST
 */
export function readSelectedFields(c: AppContext): (record: Shown) => Shown {
  const given = c.req.queries("fields");
  if (given === undefined) return (record) => record;
  const paths = given.flatMap((each) => each.split(",")).map((path) => path.trim());
  const named = new Set(paths.filter((path) => path !== ""));
  if (named.size === 0 || named.size > PATHS_MAX)
    throw new ApiError(
      "INVALID_REQUEST",
      `The query parameter fields takes 1 to ${PATHS_MAX}, comma-separated.`,
    );
  named.add("_id");
  return (record) => selectFields(record, named);
}

/** Gives the parts of a record that are named by themselves, or within its fields as `fields.name`. */
export function selectFields(record: Shown, named: ReadonlySet<string>): Shown {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
      if (named.has(name)) return [[name, value]];
      if (name !== "fields") return [];
      const within = Object.entries(Object(value)).filter(([field]) => named.has(`fields.${field}`));
      return within.length === 0 ? [] : [[name, Object.fromEntries(within)]];
    }),
  );
}
