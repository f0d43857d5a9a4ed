import type { Entity, History } from "@onefold/contract";
import { readHistory, resolveRecord } from "@onefold/records";
import type { RecordName, ResolvedRecord } from "@onefold/records";
import type { Handler } from "hono";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { presentHistoryEntry } from "../present/history.ts";
import type { AppEnv } from "../request/app-env.ts";
import { PAGE_PARAMETERS, readPaging } from "../request/paging.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

const AREAS = { contact: "/api/contacts", company: "/api/companies" } as const;
/** The clock of the last entry. */
const HistoryPosition = z.tuple([z.int().nonnegative()]);

/** `GET /api/contacts/{idOrEmail}/history`, and of a company: what happened to it, newest first. */
export function getHistory({ db, cursors }: Services, entity: Entity): Handler<AppEnv> {
  return async (c) => {
    knownQuery(c, PAGE_PARAMETERS);
    const { limit, cursor } = readPaging(c);
    const { teamId } = c.get("key");
    const name = recordNameOf(entity, c.req.param("idOrEmail") ?? c.req.param("idOrDomain") ?? "");
    const record = name && (await reading(() => resolveRecord(db, teamId, entity, name)));
    if (!record) throw notFound(entity);
    const asked = { teamId, history: record.recordId };
    const position = cursor === undefined ? undefined : cursors.read(asked, cursor, HistoryPosition);
    const { entries, next } = await reading(() =>
      readHistory(db, teamId, record.allIds, { limit, ...(position && { after: position[0] }) }),
    );
    const body: History = {
      data: entries.flatMap(presentHistoryEntry),
      limit,
      ...(next !== undefined && { nextCursor: cursors.write(asked, [next]) }),
    };
    return reply(c, 200, body, contentLocation(entity, name, record));
  };
}

/** Where the history is that answers in the place of a merged record's. */
function contentLocation(
  entity: Entity,
  asked: RecordName,
  { recordId }: ResolvedRecord,
): Record<string, string> {
  const isSurvivor = "recordId" in asked && asked.recordId !== recordId;
  return isSurvivor ? { "Content-Location": `${AREAS[entity]}/${recordId}/history` } : {};
}
