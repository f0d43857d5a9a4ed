import type { EntityDefinition, RecordState } from "@onefold/identity";
import type { OwnedIdentifier } from "../commit/commit-state.ts";
import type { LastWrite, Written } from "./written.ts";

/** A record, and what receipts tell of it. */
export interface JudgedRecord {
  readonly definition: EntityDefinition;
  readonly teamId: string;
  readonly recordId: string;
  readonly state: RecordState;
  readonly identifiers: readonly OwnedIdentifier[];
  /** Its own id, and those that were merged into it. */
  readonly ids: ReadonlySet<string>;
  /** It, or what was merged into it, was a part of another for a while: receipts of that time name the other. */
  readonly wasRestored: boolean;
  /** Those of the team's own, and up to which clock items gave values of a former one of that name. */
  readonly customFields: ReadonlyMap<string, number>;
  /** By clock: of all that it shows, as far as they are kept. */
  readonly written: Map<number, Written>;
  /** By field: of the items of the time that reached it under its own id. */
  readonly lastWrites: Map<string, LastWrite>;
  /** When something was written last that is told no more; microseconds since 1970. */
  untoldAt: number;
}

/** Which fields show each clock. */
export function fieldsByClock({ stamps }: RecordState): Map<number, string[]> {
  return new Map(
    [...Map.groupBy(Object.entries(stamps), ([, { clock }]) => clock)].map(([clock, of]) => [
      clock,
      of.map(([field]) => field),
    ]),
  );
}
