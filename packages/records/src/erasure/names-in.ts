import type { Applied, Entity, ItemResult } from "@onefold/contract";
import { definitionOf, findIdentifiers } from "@onefold/identity";
import type { RecordWord } from "../value-hash.ts";

/** A record by one of its names. */
export interface QuotedName extends RecordWord {
  readonly entity: Entity;
}

/** Whom a result quotes; `crowded`: so many that they can't all be looked up again. */
export type NamesFound = readonly QuotedName[] | "crowded";

/** A row that names more than this isn't about somebody. */
const MAX_NAMES = 100;
/** Pieces of a row's text that are held against the rules of identifiers: what a row costs stays bounded. */
const MAX_LOOKS = 500;

/**
 * Whom a result quotes so that the index of its record's receipts doesn't lead to it: what a rejected row gave, in
 * whatever field and spelling; the owners of values that were not applied; all of a dry run's. Undefined where it
 * keeps nothing of the kind.
 */
export function namesIn(result: ItemResult, entity: Entity = "contact"): NamesFound | undefined {
  if (result.outcome === "rejected") return result.input && namesInInput(result.input, entity);
  if (result.fieldRejections.length === 0 && !result.dryRun) return undefined;
  return [...namesInRejections(result), ...(result.dryRun ? namesOfDryRecord(result) : [])];
}

function namesInInput(input: Readonly<Record<string, unknown>>, entity: Entity): NamesFound {
  const budget = { left: MAX_LOOKS };
  const names = new Map<string, QuotedName>();
  const look = (text: string, field: string) => {
    for (const name of [...idsIn(text, entity), ...findIdentifiers(text, { entity, field, budget })])
      names.set(`${name.entity} ${name.kind} ${name.value}`, name);
  };
  for (const { text, field } of textsIn(input, "")) {
    look(text, field);
    if (budget.left <= 0 || names.size > MAX_NAMES) return "crowded";
  }
  return [...names.values()];
}

/** Every text of a value of JSON, the names of fields too. */
function* textsIn(value: unknown, field: string): Generator<{ text: string; field: string }> {
  if (typeof value === "string") yield { text: value, field };
  if (typeof value !== "object" || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    if (!Array.isArray(value)) yield { text: name, field: "" };
    yield* textsIn(each, Array.isArray(value) ? field : name);
  }
}

/** A contact's row may name a company as the one it works for, which isn't what the row is about. */
function idsIn(text: string, about: Entity): QuotedName[] {
  const id = text.trim();
  const entity = entityOfId(id);
  return entity && (entity === about || about === "company") ? [{ entity, kind: "id", value: id }] : [];
}

function entityOfId(id: string): Entity | undefined {
  return (["contact", "company"] as const).find((entity) => id.startsWith(definitionOf(entity).idPrefix));
}

/** Values that were not applied, and whose they are. */
function namesInRejections({ record, fieldRejections }: Applied): QuotedName[] {
  const budget = { left: MAX_LOOKS };
  const entity = entityOfId(record.recordId) ?? "contact";
  return fieldRejections.flatMap(({ field, rejectedValue, conflictingRecordId: owner }) => [
    ...(owner !== undefined && owner !== record.recordId ? idsIn(owner, "company") : []),
    ...(typeof rejectedValue === "string" ? findIdentifiers(rejectedValue, { entity, field, budget }) : []),
  ]);
}

/** Its record may be none that there ever was. */
function namesOfDryRecord({ record, mergedIds = [] }: Applied): QuotedName[] {
  const entity = entityOfId(record.recordId) ?? "contact";
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
