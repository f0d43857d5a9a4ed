import { History, ENTITIES } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import { readHistory, resolveRecord } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_CLOCK, SAMPLE_LINK, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { presentHistoryEntry } from "../present/history.ts";
import { AT_LEAST_QUERY } from "../request/at-least.ts";
import { CONTENT_LOCATION, contentLocation } from "../request/content-location.ts";
import { readPaging, RECORD_PAGES } from "../request/paging.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { readStays, Stays, writeStays } from "../request/stays.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { recordParameter } from "./words.ts";

/** The clock of the last entry of the page before, and where that page was read. */
const HistoryPosition = z.tuple([z.int().nonnegative()], Stays);
const QUERY = { ...RECORD_PAGES, ...AT_LEAST_QUERY };

const HISTORIES = { contact: history(SAMPLE.contactId), company: history(SAMPLE.companyId) };

function history(recordId: string) {
  return json(History, {
    data: [
      {
        at: SAMPLE_TIME,
        clock: SAMPLE_CLOCK,
        action: "upsert",
        outcome: "created",
        changes: { jobTitle: { to: "CTO" } },
        warnings: [],
        fieldRejections: [],
        source: "api",
        recordId,
        job: SAMPLE_LINK,
        row: 0,
        keyId: SAMPLE.keyId,
        keyName: "crm",
        userId: SAMPLE.userId,
        userName: "Olga Owner",
      },
    ],
    limit: 100,
  });
}

export function getHistoryRoute(entity: Entity): Route {
  const { one, many, One, name: parameter } = ENTITIES[entity].words;
  return defineRoute({
    method: "GET",
    path: `/api/${many}/:${parameter}/history`,
    scopes: ["read"],
    operationId: `get${One}History`,
    summary: `Read what happened to a ${one}`,
    description:
      "Newest first, as long as results of jobs are kept; with what happened to records that were merged into it.",
    request: { params: recordParameter(entity), query: QUERY },
    answers: { 200: answer("A page of it.", HISTORIES[entity], CONTENT_LOCATION) },
    errors: ["INVALID_REQUEST", "NOT_FOUND"],
    async handle(c, { reads, cursors }) {
      knownQuery(c, QUERY);
      const { limit, cursor } = readPaging(c);
      const { teamId } = c.get("key");
      const name = recordNameOf(entity, c.req.param(parameter));
      const record =
        name &&
        (await reading(() => reads.of(c, "record").read((db) => resolveRecord(db, teamId, entity, name))));
      if (!record) throw notFound(entity);
      const { recordId, allIds } = record;
      const asked = { teamId, history: recordId };
      const position = cursor === undefined ? undefined : cursors.read(asked, cursor, HistoryPosition);
      const [after, ...stays] = position ?? [];
      const reader = reads.of(c, "history", readStays(stays));
      const { entries, next } = await reading(() =>
        reader.read((db) =>
          readHistory(db, teamId, allIds, { limit, ...(after !== undefined && { after }) }),
        ),
      );
      const body: History = {
        data: entries.flatMap(presentHistoryEntry),
        limit,
        ...(next !== undefined && {
          nextCursor: cursors.write(asked, [next, ...writeStays(reader.stays())]),
        }),
      };
      return reply(c, 200, body, contentLocation(name, recordId, `/api/${many}/${recordId}/history`));
    },
  });
}
