import { History, ENTITIES } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import { readHistory, resolveRecord } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_CLOCK, SAMPLE_LINK, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { presentHistoryEntry } from "../present/history.ts";
import { CONTENT_LOCATION, contentLocation } from "../request/content-location.ts";
import { readPaging, RECORD_PAGES } from "../request/paging.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { recordParameter } from "./words.ts";

/** The clock of the last entry of the page before. */
const HistoryPosition = z.tuple([z.int().nonnegative()]);

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
    request: { params: recordParameter(entity), query: RECORD_PAGES },
    answers: { 200: answer("A page of it.", HISTORIES[entity], CONTENT_LOCATION) },
    errors: ["INVALID_REQUEST", "NOT_FOUND"],
    async handle(c, { db, cursors }) {
      knownQuery(c, RECORD_PAGES);
      const { limit, cursor } = readPaging(c);
      const { teamId } = c.get("key");
      const name = recordNameOf(entity, c.req.param(parameter));
      const record = name && (await reading(() => resolveRecord(db, teamId, entity, name)));
      if (!record) throw notFound(entity);
      const { recordId, allIds } = record;
      const asked = { teamId, history: recordId };
      const position = cursor === undefined ? undefined : cursors.read(asked, cursor, HistoryPosition);
      const { entries, next } = await reading(() =>
        readHistory(db, teamId, allIds, { limit, ...(position && { after: position[0] }) }),
      );
      const body: History = {
        data: entries.flatMap(presentHistoryEntry),
        limit,
        ...(next !== undefined && { nextCursor: cursors.write(asked, [next]) }),
      };
      return reply(c, 200, body, contentLocation(name, recordId, `/api/${many}/${recordId}/history`));
    },
  });
}
