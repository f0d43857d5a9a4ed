import type {
  Applied,
  Change,
  FieldRejection,
  FieldValue,
  Identifier,
  Item,
  ItemResult,
  Rejected,
  Upsert,
  Warning,
} from "@onefold/contract";
import { changesBetween, CONSENT, fold, match, newId, stampOf } from "@onefold/identity";
import type { EntityDefinition, Match, Patch, RecordState } from "@onefold/identity";
import type { CommitState, EntityState, LoadedRecord, Merge } from "./commit-state.ts";
import { attachIdentifiers } from "./attach-identifiers.ts";
import { withoutDeletedFields } from "./deleted-fields.ts";
import { fittingValues } from "./fitting-values.ts";
import { consentOf, foldConsent } from "./fold-consent.ts";
import { duplicateWarnings, rejectionOf } from "./left-clash.ts";
import { suspiciousIdentifiers, suspiciousRejection, withoutIdentifiers } from "./suspicious-identifiers.ts";
import { mergeClashes } from "../merge/merge-clashes.ts";
import { linkRecord, setOwner } from "./resolve-links.ts";
import { asRecordFields, toldChanges } from "./told-changes.ts";
import { writeJob } from "./write-job.ts";
import { snapshotOf } from "../reads/snapshot.ts";
import { toldAll, traceMerge } from "../merge/trace-merge.ts";

/** An item's result, and the record that it reached. */
export interface FoldedItem {
  readonly result: ItemResult;
  readonly record?: LoadedRecord;
}

/** Applies one item to what the commit knows: match, then fold field by field, then name what was refused. */
export function foldItem(state: CommitState, given: Item): FoldedItem {
  const entity = state.entities[given.upsert.entity];
  const { definition } = entity.tables;
  const suspicious = suspiciousIdentifiers(entity, given);
  const item = withoutIdentifiers(definition, given, suspicious);
  const found = matchItem(definition, entity, item);
  const refused = refuse(definition, entity, item, found);
  if (refused) return { result: refused };
  const { teamId } = item.ref;
  const there = found.kind === "one" ? entity.recordOf(teamId, found.recordId) : undefined;
  if (item.upsert.onlyCreates && there?.state)
    return { result: leftAsItIs(state, definition, there), record: there };
  const record = there ?? newRecord(entity, item);
  const applied = apply(state, entity, item, record, found);
  if (suspicious.length === 0) return { result: applied, record };
  const more = suspicious.map((each) => suspiciousRejection(definition, each));
  return { result: { ...applied, fieldRejections: [...more, ...applied.fieldRejections] }, record };
}

/** Finds the record that the item reaches, by the ids and owners of now. */
function matchItem(definition: EntityDefinition, entity: EntityState, { ref, clock, upsert }: Item): Match {
  const { teamId } = ref;
  const named = upsert.recordId && entity.recordOf(teamId, upsert.recordId)?.recordId;
  const found = match(definition, named ? { ...upsert, recordId: named } : upsert, (identifier) =>
    entity.ownerThen(teamId, identifier, clock),
  );
  const [strongest, ...others] = found.clashes;
  if (found.kind === "one" || upsert.onConflict !== "merge" || !strongest) return found;
  // Only its additional e-mails are known, and a merge has no stronger names to go by.
  const { recordId, field } = strongest;
  const clashes = others.filter((clash) => clash.recordId !== recordId);
  return { kind: "one", recordId, matchedBy: field, clashes };
}

/** Says why nothing of the item can be applied, if so. */
function refuse(
  definition: EntityDefinition,
  entity: EntityState,
  item: Item,
  found: Match,
): Rejected | undefined {
  const { ref, upsert } = item;
  if (meansErased(definition, entity, item, found)) return DELETED;
  if (upsert.recordId && !entity.recordOf(ref.teamId, upsert.recordId))
    return {
      outcome: "rejected",
      code: definition.codes.notFound,
      message: `There is no ${upsert.entity} with the ${definition.idField} ${upsert.recordId}.`,
    };
  if (upsert.onConflict === "strict" && found.clashes.length > 0) return conflict(found);
  return undefined;
}

/**
 * Says whether the item is about somebody who was erased. It is if it would have reached that record when it was
 * accepted, or would make one of its names now. What it tells of a living record by other names is no reason to refuse
 * it.
 */
function meansErased(
  definition: EntityDefinition,
  entity: EntityState,
  { ref, clock, upsert }: Item,
  found: Match,
): boolean {
  const { teamId } = ref;
  if (upsert.recordId !== undefined && entity.recordOf(teamId, upsert.recordId)) return false;
  // Sending an item again doesn't bring back what was erased since it was first sent.
  const isErased = (identifier: Identifier) => entity.isErased(teamId, identifier, upsert.retryOf ?? clock);
  const names = definition.identifiers.flatMap(({ kind }) =>
    upsert.identifiers.filter((identifier) => identifier.kind === kind),
  );
  const strongest = names.find(
    (name) => isErased(name) || entity.ownerThen(teamId, name, clock) !== undefined,
  );
  if (strongest) return isErased(strongest);
  return (
    found.kind === "none" &&
    (upsert.aliases ?? []).some((value) => isErased({ kind: definition.main.kind, value }))
  );
}

/** A late item doesn't bring anybody back. */
const DELETED: Rejected = {
  outcome: "rejected",
  code: "DELETED",
  message: "The record was deleted after this request was accepted, so nothing of it was applied.",
};

/** Rejects an item with `strict`: nothing is applied, and every record is named with the field that hit it. */
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

function newRecord(entity: EntityState, { ref }: Item): LoadedRecord {
  const record: LoadedRecord = {
    teamId: ref.teamId,
    recordId: newId(entity.tables.definition.idPrefix),
    state: undefined,
    identifiers: [],
    updatedClock: 0,
  };
  entity.addRecord(record);
  return record;
}

function apply(
  state: CommitState,
  entity: EntityState,
  item: Item,
  record: LoadedRecord,
  found: Match,
): Applied {
  const { clock, upsert } = item;
  const { definition } = entity.tables;
  const before = { state: record.state, updatedClock: record.updatedClock };
  const resolve = (linkedId: string) => resolveLink(state, definition, record.teamId, linkedId);
  const { secondaries, left } =
    upsert.onConflict === "merge"
      ? mergeClashes(entity, record, found.clashes, upsert, resolve)
      : { secondaries: [], left: found.clashes.map((clash) => ({ ...clash, because: "prefer" as const })) };
  const warnings: Warning[] = duplicateWarnings(definition, record.recordId, left);
  const attached = attachIdentifiers(entity, record, item, left);
  const registered = withoutDeletedFields(item, state.isDeletedField);
  const linked = linkRecord(state, definition, item, warnings);
  const job = writeJob(definition, record, { clock, upsert: registered.upsert }, linked, resolve);
  const fitting = fittingValues(record, job);
  const patch: Patch = {
    stamp: stampOf(clock, upsert.observedAt),
    set: {
      ...fitting.set,
      ...attached.primaries,
      ...job.link,
      ...setOwner(state, definition, item, warnings),
    },
    clear: job.clear,
    origin: { clock, source: upsert.source ?? DEFAULT_SOURCE, createdBy: upsert.userId },
  };
  const listed = entity.unsubscribedSince(record, upsert);
  const folded = foldConsent(item, fold(record.state, patch), listed);
  const creating = before.state === undefined;
  const changes = before.state
    ? changesTold(state, item, before.state, {
        changed:
          secondaries.length === 0
            ? folded.changes
            : changesBetween(before.state.fields, folded.state.fields),
        aliases: attached.aliases,
      })
    : {};
  const isChanged = creating || secondaries.length > 0 || Object.keys(changes).length > 0;
  record.state = folded.state;
  if (isChanged) record.updatedClock = Math.max(record.updatedClock, clock);
  const consent = consentOf(item);
  if (secondaries.length > 0 && before.state) {
    const merge: Merge = {
      item,
      survivor: record,
      secondaries: toldAll(secondaries, consent),
      trace: traceMerge(record, folded.state, before.state, before.updatedClock, {
        patch,
        consent,
        secondaries,
        clashes: found.clashes,
      }),
    };
    entity.merges.push(merge);
    // A dry run merges copies: what it tells is of those that are parts in the team itself.
    if (!upsert.dryRun) record.lastMerge = merge;
  }
  return {
    outcome: creating ? "created" : isChanged ? "updated" : "unmodified",
    ...(secondaries.length > 0 && { mergedIds: secondaries.map((secondary) => secondary.record.recordId) }),
    ...(found.kind === "one" && { matchedBy: found.matchedBy }),
    ...(upsert.namesGiven && !creating && { given: givenBy(definition, upsert) }),
    changes,
    warnings,
    fieldRejections: [
      ...(upsert.rejections ?? []),
      ...left.map(rejectionOf),
      ...attached.refused,
      ...registered.refused,
      ...job.refused,
      ...fitting.refused,
      ...asRecordFields(folded.stale).map((field) => stale(definition, item, record, field)),
    ],
    record: snapshotOf(definition, record, folded.state, resolve),
  };
}

function leftAsItIs(state: CommitState, definition: EntityDefinition, record: LoadedRecord): Applied {
  if (!record.state) throw new Error("a record that is there has a state");
  const resolve = (linkedId: string) => resolveLink(state, definition, record.teamId, linkedId);
  return {
    outcome: "unmodified",
    changes: {},
    warnings: [],
    fieldRejections: [],
    record: snapshotOf(definition, record, record.state, resolve),
  };
}

/** Gives the names of what was given. A link goes under the name of the field that keeps it. */
function givenBy({ link }: EntityDefinition, { set, company, consent }: Upsert): string[] {
  return [...Object.keys(set), ...(company && link ? [link.field] : []), ...(consent ? [CONSENT] : [])];
}

/** Gives what an item changed of a record that was there. */
function changesTold(
  state: CommitState,
  item: Item,
  before: RecordState,
  { changed, aliases }: { changed: Record<string, Change>; aliases: string[] },
): Record<string, Change> {
  const { definition } = state.entities[item.upsert.entity].tables;
  return {
    ...withoutSameLink(state, definition, item, withDefaultOwner(toldChanges(changed), before)),
    ...(definition.aliases && aliases.length > 0 && { [definition.aliases.field]: { to: aliases } }),
  };
}

/** Leaves out a link to the same record under the id that it had before it was merged: that is no change. */
function withoutSameLink(
  state: CommitState,
  definition: EntityDefinition,
  { ref }: Item,
  changes: Record<string, Change>,
): Record<string, Change> {
  const field = definition.link?.field;
  const change = field === undefined ? undefined : changes[field];
  if (field === undefined || !change) return changes;
  const { [field]: _same, ...others } = changes;
  const [from, to] = [change.from, change.to].map((id) =>
    typeof id === "string" ? resolveLink(state, definition, ref.teamId, id) : undefined,
  );
  if (from === to) return others;
  return { ...others, [field]: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) } };
}

/** Gives the id under which a linked record is known now. */
function resolveLink(
  { entities }: CommitState,
  { link }: EntityDefinition,
  teamId: string,
  id: string,
): string | undefined {
  return link && entities[link.to].resolve(teamId, id);
}

/**
 * Leaves out an owner who is the creator. A record without a named owner belongs to its creator, so that is no change.
 */
function withDefaultOwner(changes: Record<string, Change>, before: RecordState): Record<string, Change> {
  if (!changes["ownerId"]) return changes;
  const { ownerId, ...others } = changes;
  const from = ownerId.from ?? before.origin.createdBy;
  if (from === ownerId.to) return others;
  return { ...others, ownerId: { ...ownerId, from } };
}

/** The `source` of a new record if the request gives none. */
const DEFAULT_SOURCE = "api";

/** Says that a later write stands. If the item would have emptied the field, there is no value to name. */
function stale(
  definition: EntityDefinition,
  { upsert }: Item,
  record: LoadedRecord,
  name: string,
): FieldRejection {
  const { field, value } = asGiven(definition, upsert, name);
  return {
    field,
    reason: "stale",
    ...(value !== undefined && { rejectedValue: value }),
    conflictingRecordId: record.recordId,
  };
}

/** Gives a field of the fold under the request's own name, with what the request gave. */
function asGiven(
  { ownerField, link, identifiers }: EntityDefinition,
  upsert: Upsert,
  name: string,
): { field: string; value: FieldValue | undefined } {
  if (name === CONSENT) return { field: name, value: upsert.consent?.unsubscribed };
  if (name === "ownerId") return { field: ownerField, value: upsert.owner };
  if (name === link?.field && upsert.company) return upsert.company;
  const { kind } = identifiers.find((known) => known.field === name) ?? {};
  const identifier = upsert.identifiers.find((given) => given.kind === kind);
  return { field: name, value: upsert.set[name] ?? identifier?.value };
}
