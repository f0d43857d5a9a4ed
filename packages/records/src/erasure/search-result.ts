import { RAW } from "@onefold/contract";
import type { Applied, Entity, FieldRejection, ItemResult, Rejected } from "@onefold/contract";
import {
  definitionOf,
  definitionsAbout,
  entityOfId,
  entityOfRecord,
  findIdentifiers,
} from "@onefold/identity";
import type { RecordWord } from "./value-hash.ts";
import { dropInput } from "./drop-input.ts";

/** A record by one of its names. */
export interface QuotedName extends RecordWord {
  readonly entity: Entity;
}

/** The part of a result that may be kept, and whom that quotes. */
export interface SearchedResult {
  readonly result: ItemResult;
  /** Null if it keeps nothing of the kind. Empty if it keeps a row's input in which nobody was recognised. */
  readonly quoted: readonly QuotedName[] | null;
  /** What the search took, in characters read: at most `MAX_STEPS`. */
  readonly steps: number;
}

/** A row that has more names than this isn't about somebody. */
const MAX_NAMES = 100;
/** This is twice a row of prose, or 500 pieces of it that might be identifiers: some 10 ms at most. */
const MAX_STEPS = 512 * 1024;

/**
 * Finds whom a result quotes although the index of its record's receipts doesn't lead to it. These are: whom a rejected
 * row named, in whatever field and spelling; the owners of values that were not applied; everybody in a dry run's
 * result. A result isn't kept if it has so many names, or so much that might be one, that they can't all be looked up
 * again.
 */
export function searchResult(result: ItemResult, entity?: Entity): SearchedResult {
  if (result.outcome !== "rejected") return searchApplied(result);
  return result.input ? searchInput(result, result.input, entity) : { result, quoted: null, steps: 0 };
}

function searchInput(
  result: Rejected,
  input: Readonly<Record<string, unknown>>,
  entity: Entity | undefined,
): SearchedResult {
  const budget = { left: MAX_STEPS };
  const names = new Map<string, QuotedName>();
  for (const { text, field } of textsIn(asValues(input), "")) {
    for (const name of [...idsIn(text, entity), ...findIdentifiers(text, { entity, field, budget })])
      names.set(`${name.entity} ${name.kind} ${name.value}`, name);
    if (budget.left > 0 && names.size <= MAX_NAMES) continue;
    return { result: dropInput(result, "crowded"), quoted: null, steps: MAX_STEPS - budget.left };
  }
  return { result, quoted: [...names.values()], steps: MAX_STEPS - budget.left };
}

/** JSON that is nested deeper is searched as the text that it is. */
const MAX_DEPTH = 64;

/**
 * What is kept as a text of JSON is searched by its values: in the text an address can stand behind an escape, and an id
 * isn't alone.
 */
function asValues(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const raw = input[RAW];
  if (typeof raw !== "string" || depthOf(raw) > MAX_DEPTH) return input;
  try {
    return { ...input, [RAW]: JSON.parse(raw) };
  } catch {
    return input;
  }
}

/** Gives how deep JSON is nested at most. */
function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of json) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

/** Gives every text of a value of JSON, the names of fields too. */
function* textsIn(value: unknown, field: string): Generator<{ text: string; field: string }> {
  if (typeof value === "string") yield { text: value, field };
  if (typeof value !== "object" || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    if (!Array.isArray(value)) yield { text: name, field: "" };
    yield* textsIn(each, Array.isArray(value) ? field : name);
  }
}

/** Finds ids in a text. A contact's row may name the company that it works for, which isn't what the row is about. */
function idsIn(text: string, about: Entity | undefined): QuotedName[] {
  const id = text.trim();
  const entity = entityOfId(id);
  const isMeant = definitionsAbout(about).some((definition) => definition.entity === entity);
  return entity && isMeant ? [{ entity, kind: "id", value: id }] : [];
}

/** Finds the values that were not applied, and whose they are. */
function searchApplied(result: Applied): SearchedResult {
  const { record, fieldRejections, dryRun } = result;
  if (fieldRejections.length === 0 && !dryRun) return { result, quoted: null, steps: 0 };
  const budget = { left: MAX_STEPS };
  const entity = entityOfRecord(record.recordId);
  const names: QuotedName[] = dryRun ? namesOfDryRecord(result) : [];
  const searched = new Set<FieldRejection>();
  // Identifiers come first, so that a long text doesn't use up what they need.
  for (const rejection of fieldRejections.toSorted((a, b) => lengthOf(a) - lengthOf(b))) {
    const { field, rejectedValue, conflictingRecordId: owner } = rejection;
    if (owner !== undefined && owner !== record.recordId) names.push(...idsIn(owner, undefined));
    if (typeof rejectedValue === "string")
      names.push(...findIdentifiers(rejectedValue, { entity, field, budget }));
    if (budget.left > 0) searched.add(rejection);
  }
  const kept = fieldRejections.map((each) => (searched.has(each) ? each : withoutValue(each)));
  return {
    result: searched.size === fieldRejections.length ? result : { ...result, fieldRejections: kept },
    quoted: names.length > 0 ? names : null,
    steps: MAX_STEPS - budget.left,
  };
}

function lengthOf({ rejectedValue }: FieldRejection): number {
  return typeof rejectedValue === "string" ? rejectedValue.length : 0;
}

/** Says what was refused of a field and why, without the value. */
export function withoutValue({ field, reason, conflictingRecordId }: FieldRejection): FieldRejection {
  return { field, reason, ...(conflictingRecordId !== undefined && { conflictingRecordId }) };
}

/** Gives the names of a dry run's record, which may not exist. */
function namesOfDryRecord({ record, mergedIds = [] }: Applied): QuotedName[] {
  const entity = entityOfRecord(record.recordId);
  const identifiers = Object.entries(record.identifiers).flatMap(([kind, values]) =>
    values.map((value) => ({ kind, value })),
  );
  return [
    ...definitionOf(entity).identifiers.flatMap(({ kind }) =>
      identifiers.filter((each) => each.kind === kind).map(({ value }) => ({ entity, kind, value })),
    ),
    ...[record.recordId, ...mergedIds].map((value) => ({ entity, kind: "id" as const, value })),
  ];
}
