import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import type { Named } from "../route.ts";
import type { AppContext } from "./app-env.ts";

/** The parameter that has the key of a request, where the setting `ACCESS_TOKEN` allows it. */
export const KEY_PARAMETER = "access_token";

/** Declares a query parameter that `queryFlag` reads. */
export function flag(description: string) {
  return z.enum(["true", "false"]).optional().meta({ description });
}

/**
 * Says whether the parameter is `true`.
 * @throws ApiError INVALID_REQUEST for what is neither `true` nor `false`
 */
export function queryFlag(c: AppContext, name: string): boolean {
  return queryChoice(c, name, ["true", "false"]) === "true";
}

/**
 * Gives one of the values that a query parameter can have, or undefined if it isn't given.
 * @throws ApiError INVALID_REQUEST for any other value, and for two values
 */
export function queryChoice<T extends string>(
  c: AppContext,
  name: string,
  choices: readonly T[],
): T | undefined {
  const given = c.req.queries(name);
  if (given === undefined) return undefined;
  const choice = choices.find((value) => value === given[0]);
  if (choice === undefined || given.length > 1)
    throw new ApiError("INVALID_REQUEST", `The query parameter ${name} takes one of: ${choices.join(", ")}.`);
  return choice;
}

/**
 * Gives a whole number of the query, at most `max`, or undefined if it isn't given.
 * @throws ApiError INVALID_REQUEST for anything else
 */
export function queryNumber(c: AppContext, name: string, max: number): number | undefined {
  const given = c.req.queries(name);
  if (given === undefined) return undefined;
  const value = given.length === 1 && /^\d{1,9}$/.test(given[0] ?? "") ? Number(given[0]) : NaN;
  if (!(value <= max))
    throw new ApiError(
      "INVALID_REQUEST",
      `The query parameter ${name} takes a whole number of at most ${max}.`,
    );
  return value;
}

/**
 * Refuses a query parameter that the route doesn't know. If it were ignored, a misspelt `dryRun=true` would write.
 * @throws ApiError INVALID_REQUEST
 */
export function knownQuery(c: AppContext, query: Named): void {
  if (!c.req.url.includes("?")) return;
  const known = Object.keys(query);
  const unknown = Object.keys(c.req.query()).some(
    (name) => !known.includes(name) && !(name === KEY_PARAMETER && c.get("keyInQuery")),
  );
  if (!unknown) return;
  const those = known.length === 0 ? "it takes none" : `known are: ${known.join(", ")}`;
  throw new ApiError("INVALID_REQUEST", `There is no such query parameter here; ${those}.`);
}

/**
 * Gives what a request asks for by its query: names and values, without its key's. A repeat has the same ones, in any order
 * in the URL, and its key can come in another way.
 */
export function queryPairs(c: AppContext): [string, string][] {
  if (!c.req.url.includes("?")) return [];
  return Object.entries(c.req.queries())
    .filter(([name]) => name !== KEY_PARAMETER)
    .flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
}
