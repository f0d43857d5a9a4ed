import type {
  Applied,
  Change,
  FieldRejection,
  FieldValue,
  Item,
  ItemResult,
  Rejected,
  Upsert,
  Warning,
} from "@onefold/contract";
import { definitionOf, fold, match, newRecordId, stampOf } from "@onefold/identity";
import type { Clash, EntityDefinition, Match, RecordState } from "@onefold/identity";
import type { BatchState, EntityState, LoadedRecord } from "./batch-state.ts";
import { attachIdentifiers } from "./attach-identifiers.ts";
import { fittingValues } from "./fitting-values.ts";
import { linkCompany, setOwner } from "./resolve-links.ts";
import { snapshotOf } from "./snapshot.ts";

/** An item's result, and the record that it reached. */
export interface FoldedItem {
  readonly result: ItemResult;
  readonly record?: LoadedRecord;
}

/** Applies one item to what the batch knows: match, then fold field by field, then name what was refused. */
export function foldItem(state: BatchState, item: Item): FoldedItem {
  const definition = definitionOf(item.upsert.entity);
  const entity = state.entities[item.upsert.entity];
  const { teamId } = item.ref;
  const found = match(definition, item.upsert, (identifier) => entity.ownerOf(teamId, identifier));
  const refused = refuse(definition, entity, item, found);
  if (refused) return { result: refused };
  const record = (found.kind === "one" && entity.recordOf(teamId, found.recordId)) || newRecord(entity, item);
  return { result: apply(state, entity, item, record, found), record };
}

/** Why nothing of the item can be applied, if so. */
function refuse(
  definition: EntityDefinition,
  entity: EntityState,
  { ref, upsert }: Item,
  found: Match,
): Rejected | undefined {
  if (upsert.recordId && !entity.recordOf(ref.teamId, upsert.recordId))
    return {
      outcome: "rejected",
      code: definition.notFoundCode,
      message: `There is no ${upsert.entity} with the ${definition.idField} ${upsert.recordId}.`,
    };
  if (upsert.onConflict === "strict" && found.clashes.length > 0) return conflict(found);
  return undefined;
}

/** API.md: `strict` applies nothing and names every record and what hit it. */
function conflict(found: Match): Rejected {
  const matched = found.kind === "one" ? [{ field: found.matchedBy, recordId: found.recordId }] : [];
  return {
    outcome: "rejected",
    code: "IDENTITY_CONFLICT",
    message: "The identifiers belong to several records, and onConflict=strict applies nothing then.",
    details: [...matched, ...found.clashes].map(({ field, recordId }) => ({
      path: field,
      code: "IDENTITY_CONFLICT",
      message: `${field} belongs to ${recordId}.`,
    })),
  };
}

function newRecord(entity: EntityState, { ref, upsert }: Item): LoadedRecord {
  const record: LoadedRecord = {
    teamId: ref.teamId,
    recordId: newRecordId(definitionOf(upsert.entity).idPrefix),
    state: undefined,
    identifiers: [],
    updatedClock: 0,
  };
  entity.addRecord(record);
  return record;
}

function apply(
  state: BatchState,
  entity: EntityState,
  item: Item,
  record: LoadedRecord,
  found: Match,
): Applied {
  const { clock, upsert } = item;
  const creating = record.state === undefined;
  const warnings: Warning[] = [];
  const attached = attachIdentifiers(entity, record, item, found.clashes);
  const fitting = fittingValues(record, upsert);
  const folded = fold(record.state, {
    stamp: stampOf(clock, upsert.observedAt),
    set: {
      ...fitting.set,
      ...attached.primaries,
      ...linkCompany(state, item, warnings),
      ...setOwner(state, item, warnings),
    },
    clear: upsert.clear ?? [],
    origin: { clock, source: upsert.source ?? DEFAULT_SOURCE, createdBy: upsert.userId },
  });
  const changes = {
    ...withDefaultOwner(folded.changes, record.state),
    ...(attached.aliases.length > 0 && { additionalEmails: { to: attached.aliases } }),
  };
  const changed = Object.keys(changes).length > 0;
  record.state = folded.state;
  if (creating || changed) record.updatedClock = Math.max(record.updatedClock, clock);
  return {
    outcome: creating ? "created" : changed ? "updated" : "unmodified",
    ...(found.kind === "one" && { matchedBy: found.matchedBy }),
    changes: creating ? {} : changes,
    warnings,
    fieldRejections: [
      ...found.clashes.map(duplicate),
      ...attached.refused,
      ...fitting.refused,
      ...folded.stale.map((field) => stale(item, record, field)),
    ],
    record: snapshotOf(record, folded.state),
  };
}

/** A record whose owner nobody named is its creator's: being given to them is no change. */
function withDefaultOwner(
  { ownerId, ...changes }: Record<string, Change>,
  before: RecordState | undefined,
): Record<string, Change> {
  if (!ownerId) return changes;
  const from = ownerId.from ?? before?.origin.createdBy;
  if (from === undefined || from === ownerId.to) return changes;
  return { ...changes, ownerId: { ...ownerId, from } };
}

/** API.md: `source` is `api` unless the request says otherwise. */
const DEFAULT_SOURCE = "api";

function duplicate({ field, value, recordId }: Clash): FieldRejection {
  return { field, reason: "duplicate", rejectedValue: value, conflictingRecordId: recordId };
}

/** A later write stands. Where the item would have emptied the field there is no value to name. */
function stale({ upsert }: Item, record: LoadedRecord, name: string): FieldRejection {
  const { field, value } = asGiven(upsert, name);
  return {
    field,
    reason: "stale",
    ...(value !== undefined && { rejectedValue: value }),
    conflictingRecordId: record.recordId,
  };
}

/** A field of the fold by the request's own name, with what the request gave. */
function asGiven(upsert: Upsert, name: string): { field: string; value: FieldValue | undefined } {
  if (name === "ownerId") return { field: definitionOf(upsert.entity).ownerField, value: upsert.owner };
  if (name === "companyId" && upsert.company) return upsert.company;
  const { kind } = definitionOf(upsert.entity).identifiers.find((known) => known.field === name) ?? {};
  const identifier = upsert.identifiers.find((given) => given.kind === kind);
  return { field: name, value: upsert.set[name] ?? identifier?.value };
}
