import type { Entity, RecordSnapshot } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { findRecordIds, listRecords, readSnapshots } from "@onefold/records";
import type { Position, RecordName } from "@onefold/records";
import type { Selection } from "../request/list-filter.ts";

/** The most records that are read at once. */
const PAGE = 1_000;

/** Gives all records of a selection, page by page. A page is read when it is asked for. */
export async function* exportPages(
  db: Database,
  teamId: string,
  entity: Entity,
  selection: Selection,
): AsyncGenerator<readonly RecordSnapshot[], void> {
  if (selection.kind === "names") {
    yield* namedPages(db, teamId, entity, selection.names);
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

async function* namedPages(
  db: Database,
  teamId: string,
  entity: Entity,
  names: readonly RecordName[],
): AsyncGenerator<readonly RecordSnapshot[], void> {
  let ids = await findRecordIds(db, teamId, entity, names);
  do {
    const { records, through } = await readSnapshots(db, teamId, entity, ids);
    yield records;
    ids = ids.slice(through);
  } while (ids.length > 0);
}
