import { ENTITIES, forEachEntity } from "@onefold/contract";
import type { DeclaredEntity, Entity } from "@onefold/contract";
import { isObject } from "../request/is-object.ts";
import { RESERVED_NAMES } from "../standard-fields.ts";

/** Columns of our own exports that say what an upload can't set. An upload passes over them. */
const COLUMNS = ["teamId", "ownerId", "createdAt", "createdBy", "updatedAt", "mergedIds"];

const PASSED_OVER: Readonly<Record<Entity, ReadonlySet<string>>> = forEachEntity((entity) => {
  const { aliases, identifiers }: DeclaredEntity = ENTITIES[entity];
  const [main] = identifiers;
  return new Set([...COLUMNS, ...(main && !aliases ? [`${main.field}s`] : [])]);
});

/** This column has what a rejected row gave in columns that were left out. `RAW` has a row that couldn't be read. */
export const IGNORED = "_ignored";
/** These columns say why a row was rejected. An upload passes over them. */
export const REASONS: readonly string[] = ["_row", "_line", "_code", "_message"];

/** Says whether a column of our own exports tells what nobody can set. */
export function isPassedOver(entity: Entity, header: string): boolean {
  const [, ofTheTeam] = EXPORTED_FIELD.exec(header) ?? [];
  return (
    PASSED_OVER[entity].has(header) || (ofTheTeam !== undefined && RESERVED_NAMES[entity].has(ofTheTeam))
  );
}

/** The team's field is older than our field of the same name. Only ours can be set. */
const EXPORTED_FIELD = /^fields\.(.+)$/s;

type Row = Readonly<Record<string, unknown>>;

/**
 * Gives the body that a row of one of our own files stands for. For an exported record that is what a body can give.
 * For a rejected row it is what the row gave, with what was left out of it. Any other row stays as it is.
 */
export function unpack(entity: Entity, row: Row): Row {
  if (isResult(row)) return unpack(entity, row["input"]);
  return withoutMain(entity, isRecord(row) ? unpackRecord(entity, row) : row);
}

/** Says whether it is a line of a job's results as NDJSON. */
function isResult(row: Row): row is { input: Row } {
  return "outcome" in row && "finishedAt" in row && typeof row["row"] === "number" && isObject(row["input"]);
}

/** Says whether it is a line of an export as NDJSON. */
function isRecord(row: Row): row is Row & { _id: string; fields: Row } {
  return typeof row["_id"] === "string" && isObject(row["fields"]);
}

function unpackRecord(entity: Entity, { _id, fields, ...row }: Row & { _id: string; fields: Row }): Row {
  const { body, idField, aliases, consent }: DeclaredEntity = ENTITIES[entity];
  const { emails, ...top } = row;
  const given = Object.entries(top).filter(
    ([name]) => name in body || name === consent || !RESERVED_NAMES[entity].has(name),
  );
  const values = Array.isArray(emails) ? emails.map((each) => (isObject(each) ? each["value"] : each)) : [];
  return {
    ...fields,
    ...Object.fromEntries(given),
    [idField]: _id,
    ...(aliases && values.length > 0 && { [aliases.field]: values }),
  };
}

/** An export lists the main identifier among the others. It isn't an additional one. */
function withoutMain(entity: Entity, row: Row): Row {
  const { aliases, identifiers }: DeclaredEntity = ENTITIES[entity];
  const [main] = identifiers;
  const listed = aliases && row[aliases.field];
  const value = main && row[main.field];
  if (!aliases || !Array.isArray(listed) || typeof value !== "string") return row;
  const same = (each: unknown) =>
    typeof each === "string" && each.trim().toLowerCase() === value.trim().toLowerCase();
  return listed.some(same) ? { ...row, [aliases.field]: listed.filter((each) => !same(each)) } : row;
}
