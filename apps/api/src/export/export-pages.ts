import type { Entity, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { findRecords, listRecords } from "@onefold/records";
import type { Position } from "@onefold/records";
import type { Selection } from "../request/list-filter.ts";

/** Records that are read at once. */
const PAGE = 1_000;

/** All records of a selection, page by page; the next page is read when it is asked for. */
export async function* exportPages(
  db: Database,
  teamId: string,
  entity: Entity,
  selection: Selection,
): AsyncGenerator<readonly RecordSnapshot[], void> {
  if (selection.kind === "names") {
    yield await findRecords(db, teamId, entity, selection.names);
    return;
  }
  let after: Position | undefined;
  do {
    const { filter } = selection;
    const page = await listRecords(db, teamId, entity, { filter, limit: PAGE, ...(after && { after }) });
    yield page.records;
    after = page.next;
  } while (after);
}
