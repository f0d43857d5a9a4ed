import type { Entity, ErrorDetail } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { comparable } from "../uploads/columns/comparable.ts";
import { nearestName } from "../uploads/columns/nearest-name.ts";
import type { FieldRegistry } from "./field-registry.ts";

/** Of a request: each is held against all fields, which may be hundreds. */
const HINTS_MAX = 5;

/** The problems, those of names that are no field with the field that was meant, where one is near. */
export function withHints(
  entity: Entity,
  problems: readonly ErrorDetail[],
  registry: FieldRegistry,
): ErrorDetail[] {
  const { body, notInBody } = definitionOf(entity);
  const isUnknown = ({ code, path }: ErrorDetail) =>
    code === "INVALID_FIELD" &&
    !registry.has(path) &&
    !Object.hasOwn(body, path) &&
    !Object.hasOwn(notInBody, path);
  const hinted = new Set(problems.filter(isUnknown).slice(0, HINTS_MAX));
  if (hinted.size === 0) return [...problems];
  const names = new Map([...registry.keys(), ...Object.keys(body)].map((name) => [comparable(name), name]));
  return problems.map((problem) => {
    const key = hinted.has(problem) ? comparable(problem.path) : "";
    const meant = key === "" ? undefined : names.get(nearestName(key, names.keys()) ?? "");
    return meant === undefined
      ? problem
      : { ...problem, message: `${problem.message} Did you mean ${meant}?` };
  });
}
