import type { Entity } from "@onefold/contract";
import { definitionOf, isId } from "@onefold/identity";
import type { Position, RecordFilter, SortOrder } from "@onefold/records";
import { z } from "zod";
import { isStorable } from "../validate/clean-text.ts";
import type { Cursors } from "./cursor.ts";
import { readStays, Stays, writeStays } from "./stays.ts";

/** The list that a cursor is made for. */
export interface AskedList {
  readonly teamId: string;
  readonly entity: Entity;
  readonly filter: RecordFilter;
  /** Where it isn't the usual one. */
  readonly sortOrder?: SortOrder;
}

/** Where a page starts: after which record, how many come before it, and where it is read (`Reader.stays`). */
export interface ListStart {
  readonly after: Position;
  readonly offset: number;
  readonly stays: boolean;
}

export function writeListCursor(
  cursors: Cursors,
  list: AskedList,
  { after, offset, stays }: ListStart,
): string {
  return cursors.write(list, [after.stage, after.key, after.recordId, offset, ...writeStays(stays)]);
}

/** @throws ApiError INVALID_REQUEST */
export function readListCursor(cursors: Cursors, list: AskedList, cursor: string): ListStart {
  const { idPrefix } = definitionOf(list.entity);
  const key = list.filter.kind === "search" ? z.string().refine(isStorable) : z.int().nonnegative();
  const schema = z.tuple(
    [z.int().min(0).max(9), key, z.string().refine((id) => isId(idPrefix, id)), z.int().nonnegative()],
    Stays,
  );
  const [stage, position, recordId, offset, ...stays] = cursors.read(list, cursor, schema);
  return { after: { stage, key: position, recordId }, offset, stays: readStays(stays) };
}
