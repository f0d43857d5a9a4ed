import type { Entity, ErrorDetail } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { comparable } from "../names/comparable.ts";
import { nearestName } from "../names/nearest-name.ts";
import type { FieldRegistry } from "./field-registry.ts";

/** How many problems of a request get a hint. Each hint is compared with all fields, which may be hundreds. */
const HINTS_MAX = 5;

/**
 * Gives the problems with hints: for a name that is no field, the field that was probably meant.
 * @param maySeeFields whether the key may know which fields the team has registered
 */
export function withHints(
  entity: Entity,
  problems: readonly ErrorDetail[],
  registry: FieldRegistry,
  maySeeFields: boolean,
): ErrorDetail[] {
  const { body, notInBody, identifiers } = definitionOf(entity);
  const isUnknown = ({ code, path }: ErrorDetail) =>
    code === "INVALID_FIELD" &&
    !registry.has(path) &&
    !Object.hasOwn(body, path) &&
    !Object.hasOwn(notInBody, path);
  const hinted = new Set(problems.filter(isUnknown).slice(0, HINTS_MAX));
  if (hinted.size === 0) return [...problems];
  const own = maySeeFields ? registry.keys() : [];
  const names = new Map([...own, ...Object.keys(body)].map((name) => [comparable(name), name]));
  const meant = new Map<ErrorDetail, string>();
  for (const problem of hinted) {
    const key = comparable(problem.path);
    const name = key === "" ? undefined : names.get(nearestName(key, names.keys()) ?? "");
    if (name !== undefined) meant.set(problem, name);
  }
  // If the name of a record is misspelt, the first problem is that it is missing. So that message tells of the
  // misspelling.
  const misspelt = [...meant].find(([, name]) => identifiers.some(({ field }) => field === name));
  return problems.map((problem) => {
    const name = meant.get(problem);
    if (name !== undefined) return { ...problem, message: `${problem.message} Did you mean ${name}?` };
    if (problem.code !== "MISSING_IDENTIFIER" || !misspelt) return problem;
    const [{ path }, field] = misspelt;
    return { ...problem, message: `${problem.message} ${path} is no field: did you mean ${field}?` };
  });
}
