import type { Entity, RecordSnapshot } from "@onefold/contract";
import { findRecordIds, listRecords, readSnapshots } from "@onefold/records";
import type { Position, RecordName } from "@onefold/records";
import type { Reader } from "../reads/reads.ts";
import type { Selection } from "../request/list-filter.ts";

/** The most records that are read at once. */
const PAGE = 1_000;

/** Gives all records of a selection, page by page. A page is read when it is asked for. */
export async function* exportPages(
  { read }: Pick<Reader, "read">,
  teamId: string,
  entity: Entity,
  selection: Selection,
): AsyncGenerator<readonly RecordSnapshot[], void> {
  if (selection.kind === "names") {
    yield* namedPages({ read }, teamId, entity, selection.names);
    return;
  }
  let after: Position | undefined;
  do {
    const { filter } = selection;
    const asked = { filter, limit: PAGE, ...(after && { after }) };
    const page = await read((db) => listRecords(db, teamId, entity, asked));
    yield page.records;
    after = page.next;
  } while (after);
}

async function* namedPages(
  { read }: Pick<Reader, "read">,
  teamId: string,
  entity: Entity,
  names: readonly RecordName[],
): AsyncGenerator<readonly RecordSnapshot[], void> {
  let ids = await read((db) => findRecordIds(db, teamId, entity, names));
  do {
    const asked = ids;
    const { records, through } = await read((db) => readSnapshots(db, teamId, entity, asked));
    yield records;
    ids = ids.slice(through);
  } while (ids.length > 0);
}
