import { CompanyList, CompanySelection, Contact, ContactList, ENTITIES } from "@onefold/contract";
import type { Entity, RecordSnapshot } from "@onefold/contract";
import { presentRecord } from "@onefold/present";
import { countRecords, findRecordIds, listRecords, readSnapshots } from "@onefold/records";
import type { RecordName } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { COMPANY } from "../openapi/samples/company.ts";
import { CONTACT } from "../openapi/samples/contact.ts";
import type { AppContext } from "../request/app-env.ts";
import { AT_LEAST_QUERY } from "../request/at-least.ts";
import { readSelection, SELECTION_ERRORS, SELECTION_QUERY } from "../request/list-filter.ts";
import type { Selection } from "../request/list-filter.ts";
import { ORDER_QUERY, readOrder } from "../request/list-order.ts";
import { readListCursor, writeListCursor } from "../request/list-position.ts";
import { OFFSET_QUERY, readOffset, readPaging, RECORD_PAGES } from "../request/paging.ts";
import { knownQuery } from "../request/query.ts";
import { FIELDS_QUERY, readSelectedFields } from "../request/selected-fields.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import type { Services } from "../services.ts";

const PAGES = { ...RECORD_PAGES, ...OFFSET_QUERY };
const around = { total: 1, limit: 100, offset: 0 };

const LISTS = {
  contact: json(z.union([ContactList, z.array(Contact)]), { data: [CONTACT], ...around }),
  company: json(z.union([CompanyList, CompanySelection]), { data: [COMPANY], ...around }),
};
const LISTED = { contact: "A page, or a bare array where contacts were named.", company: "A page." };
const SEARCHED = { contact: "jane", company: "exa" };

/** What only the lists of an entity take, as lemlist's do. */
const OWN_QUERY = { contact: {}, company: FIELDS_QUERY };

export function listRoute(entity: Entity): Route {
  const { many, Many } = ENTITIES[entity].words;
  const selection = SELECTION_QUERY[entity];
  const search = selection.search.meta({ param: { example: SEARCHED[entity] } });
  const own = OWN_QUERY[entity];
  const query = { ...selection, search, ...ORDER_QUERY, ...own, ...PAGES, ...AT_LEAST_QUERY };
  return defineRoute({
    method: "GET",
    path: `/api/${many}`,
    scopes: ["read"],
    operationId: `list${Many}`,
    summary: `List, search or look up ${many}`,
    description:
      "Oldest first; a search by what matches. Pages by `cursor` don't shift while records are added. A page can be " +
      "shorter than its limit, in a search and where its records are large (about 4 MiB): `nextCursor` goes on behind " +
      "its last one.",
    request: { query },
    answers: { 200: answer(LISTED[entity], LISTS[entity]) },
    errors: SELECTION_ERRORS[entity],
    async handle(c, services) {
      knownQuery(c, query);
      const selectFields = readSelectedFields(c);
      const selected = readSelection(c, entity);
      if (selected.kind === "filter") return await listPage(c, services, entity, selected, selectFields);
      if (c.req.query("cursor") !== undefined)
        throw new ApiError("INVALID_REQUEST", "cursor can't be combined with names of records.");
      const show = ANSWER_NAMED[entity](c);
      const records = await reading(() => namedRecords(c, services, entity, selected.names));
      return reply(c, 200, show(records.map((record) => selectFields(presentRecord(entity, record)))));
    },
  });
}

type Shown = ReturnType<ReturnType<typeof readSelectedFields>>;

/** How lemlist answers records that were named: contacts bare, whatever the page; companies as a page of them. */
const ANSWER_NAMED: Readonly<Record<Entity, (c: AppContext) => (records: Shown[]) => object>> = {
  contact: () => (records) => records,
  company: (c) => {
    const { limit } = readPaging(c);
    const offset = readOffset(c, "named", { limit, cursor: undefined });
    return (records) => ({
      data: records.slice(offset, offset + limit),
      total: records.length,
      limit,
      offset,
    });
  },
};

/**
 * Reads all records that are named, since such an answer has no next page.
 * @throws ApiError INVALID_REQUEST
 */
async function namedRecords(
  c: AppContext,
  { reads }: Services,
  entity: Entity,
  names: readonly RecordName[],
): Promise<RecordSnapshot[]> {
  const { teamId } = c.get("key");
  return await reads.of(c, "named").read(async (db) => {
    const ids = await findRecordIds(db, teamId, entity, names);
    const { records, through } = await readSnapshots(db, teamId, entity, ids);
    if (through === ids.length) return records;
    throw new ApiError(
      "INVALID_REQUEST",
      `These records are too large for one answer: ask for ${through} of them at a time, or export them.`,
    );
  });
}

async function listPage(
  c: AppContext,
  { reads, cursors }: Services,
  entity: Entity,
  { filter }: Extract<Selection, { kind: "filter" }>,
  selectFields: ReturnType<typeof readSelectedFields>,
): Promise<Response> {
  const paging = readPaging(c);
  const { limit, cursor } = paging;
  const skipped = readOffset(c, filter.kind, paging);
  const sortOrder = readOrder(c, filter.kind);
  const { teamId } = c.get("key");
  const list = { teamId, entity, filter, ...(sortOrder && { sortOrder }) };
  const start = cursor === undefined ? undefined : readListCursor(cursors, list, cursor);
  const reader = reads.of(c, "list", start?.stays);
  const [page, { total, isEstimate }] = await reading(() =>
    reader.read((db) =>
      Promise.all([
        listRecords(db, teamId, entity, {
          filter,
          sortOrder,
          limit,
          offset: skipped,
          ...(start && { after: start.after }),
        }),
        countRecords(db, teamId, entity, filter),
      ]),
    ),
  );
  if (page.isTooFar)
    throw new ApiError(
      "INVALID_REQUEST",
      "The query parameter offset doesn't reach as far here: start without it, and follow nextCursor with cursor.",
    );
  const offset = start?.offset ?? skipped;
  const next = page.next && {
    after: page.next,
    offset: offset + page.records.length,
    stays: reader.stays(),
  };
  // So many were seen, at least. An offset alone may be behind the end.
  const seen = start || page.records.length > 0 ? offset + page.records.length : 0;
  return reply(c, 200, {
    data: page.records.map((record) => selectFields(presentRecord(entity, record))),
    total: isEstimate ? Math.max(total, seen + (next ? 1 : 0)) : total,
    ...(isEstimate && { totalIsEstimate: true }),
    limit,
    offset,
    ...(next && { nextCursor: writeListCursor(cursors, list, next) }),
  });
}
