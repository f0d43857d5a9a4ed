import type { Applied, FieldValue, RecordSnapshot } from "@onefold/contract";
import { CONSENT } from "@onefold/identity";
import type { EntityDefinition } from "@onefold/identity";

/** The value of a record's field, as a receipt tells it; absent where it had none. */
export type Told = FieldValue | undefined;

/** What the receipt of a clock says of the record that shows that clock. */
export interface Written {
  readonly recordId: string;
  readonly jobId: string;
  readonly row: number;
  /** `none`: nothing was written by it. `untold`: it says no more what it was. */
  readonly kind: "applied" | "none" | "untold";
  /** It made other records a part of it, so not all that it left is of its own clock. */
  readonly merged: boolean;
  /** Right after it, by field: those fields that are asked for. */
  readonly values: ReadonlyMap<string, Told>;
}

/** The last item that changed a field of a record, in the order in which they were applied. */
export interface LastWrite {
  /** When it was applied: microseconds since 1970. */
  readonly finished: number;
  readonly clock: number;
  readonly value: Told;
  readonly created: boolean;
}

export function isLaterWrite(a: Pick<LastWrite, "finished" | "clock">, b: LastWrite | undefined): boolean {
  if (!b || a.finished !== b.finished) return !b || a.finished > b.finished;
  return a.clock > b.clock;
}

/** What an applied item changed, by field. */
export function changesOf(definition: EntityDefinition, applied: Applied): Map<string, Told> {
  const { outcome, changes, record } = applied;
  if (outcome === "created") return valuesOf(definition, record);
  const { aliases } = definition;
  const changed = new Map<string, Told>();
  for (const [field, { to }] of Object.entries(changes))
    if (field !== aliases?.field && !Array.isArray(to)) changed.set(field, to);
  return changed;
}

/** All that a new record has, but its owner: whom nobody named, it isn't stored. */
function valuesOf(definition: EntityDefinition, record: RecordSnapshot): Map<string, Told> {
  const { identifiers, link } = definition;
  const names = [
    ...Object.keys(record.fields),
    ...identifiers.map(({ field }) => field),
    ...(link ? [link.field] : []),
    CONSENT,
  ];
  const values = names.map((field) => [field, valueIn(definition, record, field)] as const);
  return new Map(values.filter(([, value]) => value !== undefined));
}

/** A field of a record by the name under which it is stored. */
export function valueIn(
  { identifiers, link }: EntityDefinition,
  record: RecordSnapshot,
  field: string,
): Told {
  if (field === "ownerId") return record.ownerId;
  if (field === CONSENT) return record.unsubscribed;
  if (field === link?.field) return record.companyId;
  const identifier = identifiers.find((each) => each.field === field);
  if (identifier) return record.identifiers[identifier.kind]?.[0];
  return Object.hasOwn(record.fields, field) ? record.fields[field] : undefined;
}
