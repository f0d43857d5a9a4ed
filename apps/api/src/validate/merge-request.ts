import { ENTITIES, MERGE_SECONDARIES_MAX, MergeContactsRequest } from "@onefold/contract";
import type { Entity, ErrorDetail, MergeRequestBody } from "@onefold/contract";
import type { RecordName } from "@onefold/records";
import { recordNameOf } from "../request/record-name.ts";
import { shorten } from "./problems.ts";
import { validationError } from "./validation-error.ts";

/** The records that a body names, whether they are there or not. */
export interface MergeNames {
  readonly primary: RecordName;
  readonly secondaries: readonly RecordName[];
}

/**
 * Reads the body of `POST /api/contacts/merge`, or of the same route of companies.
 * @throws ApiError INVALID_REQUEST, INVALID_CONTACT_ID, INVALID_COMPANY_ID, with all problems at once
 */
export function parseMerge(entity: Entity, body: Readonly<Record<string, unknown>>): MergeNames {
  const problems = [...shapeProblems(body)];
  const names = namesIn(body);
  const found = new Map<string, RecordName>();
  for (const { path, text } of names) {
    const name = recordNameOf(entity, text);
    const key = name && JSON.stringify(name);
    if (!name || key === undefined) problems.push(noName(entity, path));
    else if (found.has(key)) problems.push(repeated(path));
    else found.set(key, name);
  }
  const [primary, ...secondaries] = found.values();
  if (problems.length > 0 || !primary) throw validationError(inOrder(problems));
  return { primary, secondaries };
}

/** Says that a record is named twice. Either the body shows that, or the names turn out to be of one record. */
export function repeated(path: string): ErrorDetail {
  const message = `${path} names a record that the body names before.`;
  return { path, code: "INVALID_REQUEST", message };
}

/** Checks the shape, which is the same for companies. */
function shapeProblems(body: Readonly<Record<string, unknown>>): ErrorDetail[] {
  const result = MergeContactsRequest.safeParse(body);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return issue.keys.slice(0, MERGE_SECONDARIES_MAX).map(unknownKey);
    const [field, index] = issue.path;
    // Without this, a small body could make a huge answer.
    if (typeof index === "number" && index >= MERGE_SECONDARIES_MAX) return [];
    const path = typeof index === "number" ? `${String(field)}[${index}]` : String(field);
    return [{ path, code: "INVALID_REQUEST" as const, message: expected(path) }];
  });
}

function unknownKey(key: string): ErrorDetail {
  const path = shorten(key);
  return {
    path,
    code: "INVALID_REQUEST",
    message: `The body takes primaryId and secondaryIds only, not ${path}.`,
  };
}

function expected(path: string): string {
  return path === "secondaryIds"
    ? `secondaryIds must be an array of 1 to ${MERGE_SECONDARIES_MAX} names of records.`
    : `${path} must be a string that names a record.`;
}

/** Gives the texts that stand where names are expected, however wrong the rest is. */
function namesIn(body: Readonly<Partial<Record<keyof MergeRequestBody, unknown>>>) {
  const { primaryId, secondaryIds } = body;
  const secondaries: unknown[] = Array.isArray(secondaryIds) ? secondaryIds : [];
  return [
    { path: "primaryId", text: primaryId },
    ...secondaries
      .slice(0, MERGE_SECONDARIES_MAX)
      .map((text, index) => ({ path: `secondaryIds[${index}]`, text })),
  ].flatMap(({ path, text }) => (typeof text === "string" ? [{ path, text: text.trim() }] : []));
}

function noName(entity: Entity, path: string): ErrorDetail {
  const { words, codes } = ENTITIES[entity];
  return {
    path,
    code: codes.invalidId,
    message: `${path} must be a ${words.one}'s id or one of its ${words.names}.`,
  };
}

/** Keeps one problem for each place: primaryId, secondaryIds by their index, then what doesn't belong there. */
function inOrder(problems: readonly ErrorDetail[]): ErrorDetail[] {
  const first = new Map(problems.toReversed().map((problem) => [problem.path, problem]));
  return [...first.values()].toSorted((a, b) => rank(a) - rank(b));
}

function rank({ path }: ErrorDetail): number {
  if (path === "primaryId") return -2;
  if (path === "secondaryIds") return -1;
  const index = /^secondaryIds\[(\d+)\]$/.exec(path)?.[1];
  return index === undefined ? MERGE_SECONDARIES_MAX : Number(index);
}
