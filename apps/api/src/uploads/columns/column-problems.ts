import type { ErrorCode, ErrorDetail } from "@onefold/contract";
import { ApiError } from "../../errors/api-error.ts";
import { shorten } from "../../validate/problems.ts";
import type { KnownFields } from "./known-fields.ts";

/** Of the columns that are wrong: told in the message, given a hint, listed. */
const TOLD_MAX = 10;
const HINTS_MAX = 10;
const DETAILS_MAX = 100;

/** What the header of a CSV leaves open, and each way out of it, as a request says it. */
export function columnProblems(
  unknown: readonly string[],
  unclear: readonly string[],
  known: KnownFields,
): ApiError {
  const details = [
    ...unclear.slice(0, DETAILS_MAX).map(unclearColumn),
    ...unknown.slice(0, DETAILS_MAX).map((name, index) => unknownColumn(name, index, known)),
  ];
  const told = details.slice(0, TOLD_MAX).map(({ message }) => message);
  const more = unknown.length + unclear.length - told.length;
  const advice = [
    ...unclear.slice(0, 1).map((name) => clearUp(shorten(name), known)),
    ...unknown.slice(0, 1).map((name) => findPlace(shorten(name))),
  ];
  const message = [...told, ...(more > 0 ? [`And ${more} more.`] : []), ...advice].join(" ");
  return new ApiError("INVALID_CSV", message, { details: details.slice(0, DETAILS_MAX) });
}

function findPlace(name: string): string {
  return (
    `Say what it is with map=${name}:field, or leave it out with map=${name}: (nothing after the colon). ` +
    "ignoreUnknownColumns=true leaves out all such columns, and POST /api/fields registers a field beforehand."
  );
}

function clearUp(name: string, { consent }: KnownFields): string {
  return (
    `Say map=${name}:${consent?.name ?? ""} where a yes or a time means that somebody opted out, ` +
    `or map=${name}: (nothing after the colon) to leave it out.`
  );
}

function unknownColumn(name: string, index: number, known: KnownFields): ErrorDetail {
  const hint = index < HINTS_MAX ? hintOn(name, known) : undefined;
  return detail(
    name,
    "UNKNOWN_COLUMN",
    `There is no field for the column ${quoted(name)}${hint === undefined ? "." : `: ${hint}`}`,
  );
}

function hintOn(name: string, known: KnownFields): string | undefined {
  const option = known.optionFor(name);
  if (option !== undefined)
    return `it is used with ${option}=true, for companies that another column names by their domain or LinkedIn page.`;
  const nearest = known.nearest(name);
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

function unclearColumn(name: string): ErrorDetail {
  const message = `The column ${quoted(name)} looks as if it said who opted out, and its meaning isn't clear.`;
  return detail(name, "UNCLEAR_OPT_OUT", message);
}

/** A header for a message. */
export function quoted(name: string): string {
  return `"${shorten(name)}"`;
}

function detail(header: string, code: ErrorCode, message: string): ErrorDetail {
  return { path: shorten(header), code, message };
}
