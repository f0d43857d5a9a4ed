import { ENTITIES } from "@onefold/contract";
import type { DeclaredEntity, Entity, ErrorDetail } from "@onefold/contract";
import { ApiRefusal } from "../api/api-refusal.ts";
import { CliError } from "../cli-error.ts";
import { quoteForShell } from "../output/quote-for-shell.ts";

/** Columns that are told one by one. */
const TOLD_MAX = 10;

/** A refusal for the columns of a file with each way out of it, as this command has them; any other error as it is. */
export function explainColumns(error: unknown, entity: Entity): unknown {
  if (!(error instanceof ApiRefusal)) return error;
  const of = (code: ErrorDetail["code"]) => error.details.filter((detail) => detail.code === code);
  const unclear = of("UNCLEAR_OPT_OUT");
  const unknown = of("UNKNOWN_COLUMN");
  const columns = [...unclear, ...unknown];
  if (columns.length === 0) return error;
  const told = columns.slice(0, TOLD_MAX).map(({ message }) => asOption(message));
  const more = columns.length > TOLD_MAX ? [`And ${columns.length - TOLD_MAX} more.`] : [];
  const ways = [
    ...unclear.slice(0, 1).map(({ path }) => clearUp(path, entity)),
    ...unknown.slice(0, 1).map(({ path }) => findPlace(path, entity)),
  ];
  return new CliError([...told, ...more, ...ways].join(" "), { cause: error });
}

/** The API names an option of its query. */
function asOption(message: string): string {
  return message.replace("createCompanies=true", "--create-companies");
}

function findPlace(name: string, entity: Entity): string {
  return (
    `Say what it is with --map ${quoteForShell(`${name}=field`)}, or leave it out with --map ${quoteForShell(`${name}=`)}. ` +
    "--ignore-unknown-columns leaves out all such columns, and a field is registered beforehand with " +
    `npx onefold field create <name> --entity ${entity}.`
  );
}

function clearUp(name: string, entity: Entity): string {
  const { consent = "" }: DeclaredEntity = ENTITIES[entity];
  return (
    `Say --map ${quoteForShell(`${name}=${consent}`)} where a yes or a time means that somebody opted out, ` +
    `or --map ${quoteForShell(`${name}=`)} to leave it out.`
  );
}
