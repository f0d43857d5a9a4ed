import type { Entity, RecordSnapshot } from "@onefold/contract";
import { countRecords, findRecordIds, listRecords, readSnapshots } from "@onefold/records";
import type { RecordName } from "@onefold/records";
import type { Handler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { presentRecord } from "../present/record.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { readSelection, selectionParameters } from "../request/list-filter.ts";
import type { Selection } from "../request/list-filter.ts";
import { readListCursor, writeListCursor } from "../request/list-position.ts";
import { PAGE_PARAMETERS, readOffset, readPaging } from "../request/paging.ts";
import { knownQuery } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/contacts`, `GET /api/companies`: records by name as they are, else a page of those that match. */
export function listRoute(services: Services, entity: Entity): Handler<AppEnv> {
  return async (c) => {
    const pageParameters = [...PAGE_PARAMETERS, "offset"];
    knownQuery(c, [...selectionParameters(entity), ...pageParameters]);
    const selection = readSelection(c, entity);
    if (selection.kind === "filter") return listPage(c, services, entity, selection);
    const beside = pageParameters.find((name) => c.req.query(name) !== undefined);
    if (beside !== undefined)
      throw new ApiError("INVALID_REQUEST", `${beside} can't be combined with names of records.`);
    const records = await reading(() => namedRecords(c, services, entity, selection.names));
    return reply(
      c,
      200,
      records.map((record) => presentRecord(entity, record)),
    );
  };
}

/** All of them, since such an answer has no next page. @throws ApiError INVALID_REQUEST */
async function namedRecords(
  c: AppContext,
  { db }: Services,
  entity: Entity,
  names: readonly RecordName[],
): Promise<RecordSnapshot[]> {
  const { teamId } = c.get("key");
  const ids = await findRecordIds(db, teamId, entity, names);
  const { records, through } = await readSnapshots(db, teamId, entity, ids);
  if (through === ids.length) return records;
  throw new ApiError(
    "INVALID_REQUEST",
    `These records are too large for one answer: ask for ${through} of them at a time, or export them.`,
  );
}

async function listPage(
  c: AppContext,
  { slow, cursors }: Services,
  entity: Entity,
  { filter }: Extract<Selection, { kind: "filter" }>,
): Promise<Response> {
  const paging = readPaging(c);
  const { limit, cursor } = paging;
  const skipped = readOffset(c, filter.kind, paging);
  const { teamId } = c.get("key");
  const db = slow.of(c);
  const list = { teamId, entity, filter };
  const start = cursor === undefined ? undefined : readListCursor(cursors, list, cursor);
  const [page, { total, isEstimate }] = await reading(() =>
    Promise.all([
      listRecords(db, teamId, entity, {
        filter,
        limit,
        offset: skipped,
        ...(start && { after: start.after }),
      }),
      countRecords(db, teamId, entity, filter),
    ]),
  );
  const offset = start?.offset ?? skipped;
  const next = page.next && { after: page.next, offset: offset + page.records.length };
  return reply(c, 200, {
    data: page.records.map((record) => presentRecord(entity, record)),
    total,
    ...(isEstimate && { totalIsEstimate: true }),
    limit,
    offset,
    ...(next && { nextCursor: writeListCursor(cursors, list, next) }),
  });
}
