import type { FieldValue } from "@onefold/contract";
import type { EntityDefinition } from "./entity-definition.ts";
import { fieldMap } from "./field-map.ts";
import type { RecordState } from "./record-state.ts";
import { laterOf, stampOf } from "./stamp.ts";
import type { Stamp } from "./stamp.ts";

/** A record that took over others. */
export interface Adopted {
  readonly state: RecordState;
  /** The fields whose value came from a secondary. */
  readonly moved: readonly string[];
  /** Values of secondaries that the survivor's own stand against. */
  readonly refused: readonly RefusedValue[];
}

interface RefusedValue {
  readonly field: string;
  readonly value: FieldValue;
  /** Index of the secondary. */
  readonly from: number;
}

/**
 * A merge that somebody asked for: the survivor's values stand, its empty
 * fields are filled from the secondaries in their order, and every field gets the merge's clock, so that a
 * write from before it changes nothing; a stamp that is later than the merge stays, as none is ever lowered. Its
 * origin and its owner stay as they are.
 */
export function adoptStates(
  definition: EntityDefinition,
  survivor: RecordState,
  secondaries: readonly RecordState[],
  clock: number,
): Adopted {
  const fields = fieldMap(survivor.fields);
  const stamps = fieldMap<Stamp>();
  const moved: string[] = [];
  const refused: RefusedValue[] = [];
  for (const { stamps: written } of [survivor, ...secondaries])
    for (const [field, stamp] of Object.entries(written))
      stamps[field] = laterOf(stamp, stamps[field] ?? stampOf(clock));

  secondaries.forEach((secondary, from) => {
    for (const [field, value] of Object.entries(secondary.fields)) {
      const own = fields[field];
      if (own === undefined && field !== OWNER) {
        fields[field] = value;
        moved.push(field);
      } else if (own !== value && !isIdentifier(definition, field)) refused.push({ field, value, from });
    }
  });
  return { state: { fields, stamps, origin: survivor.origin }, moved, refused };
}

/** A record always has an owner, if only its creator. */
const OWNER = "ownerId";

/** The secondaries' identifiers are not lost: they go on naming the survivor. */
function isIdentifier(definition: EntityDefinition, field: string): boolean {
  return definition.identifiers.some((identifier) => identifier.field === field);
}
