import type { Applied, Identifier, Item, Rejected, Upsert } from "@onefold/contract";
import { forEachEntity } from "@onefold/contract";
import { tablesOf } from "../../rows/entity-tables.ts";
import { EntityState } from "../commit-state.ts";
import type { CommitState } from "../commit-state.ts";
import { foldItem } from "../fold-item.ts";

export const TEAM = "tea_1";
export const email = (value: string): Identifier => ({ kind: "email", value });
export const linkedin = (value: string): Identifier => ({ kind: "linkedin", value });

/** Makes what a commit knows of a team without records. */
export function emptyState(more: Partial<CommitState> = {}): CommitState {
  return {
    entities: forEachEntity((entity) => new EntityState(tablesOf(entity))),
    memberOf: () => undefined,
    isDeletedField: () => false,
    ...more,
  };
}

export function item(clock: number, upsert: Partial<Upsert>): Item {
  return {
    ref: { teamId: TEAM, jobId: `job_${clock}`, row: 0, acceptedAt: 0 },
    clock,
    upsert: {
      entity: "contact",
      userId: "usr_1",
      keyId: "key_1",
      onConflict: "prefer",
      identifiers: [],
      set: {},
      ...upsert,
    },
  };
}

/** Folds one item, and expects it to be applied. */
export function apply(state: CommitState, clock: number, upsert: Partial<Upsert>): Applied {
  const { result } = foldItem(state, item(clock, upsert));
  if (result.outcome === "rejected" || !("record" in result)) throw new Error(JSON.stringify(result));
  return result;
}

/** Folds one item, and expects it to be rejected. */
export function refuse(state: CommitState, clock: number, upsert: Partial<Upsert>): Rejected {
  const { result } = foldItem(state, item(clock, upsert));
  if (result.outcome !== "rejected") throw new Error(JSON.stringify(result));
  return result;
}
