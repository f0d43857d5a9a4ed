import { Company, Contact, ENTITIES } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import { presentRecord } from "@onefold/present";
import { readRecord } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { COMPANY } from "../openapi/samples/company.ts";
import { CONTACT } from "../openapi/samples/contact.ts";
import { AT_LEAST_QUERY, readAtLeast } from "../request/at-least.ts";
import { CONTENT_LOCATION, contentLocation } from "../request/content-location.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { recordParameter } from "./words.ts";

const RECORDS = { contact: json(Contact, CONTACT), company: json(Company, COMPANY) };

export function getRoute(entity: Entity): Route {
  const { one, many, One, name: parameter, names } = ENTITIES[entity].words;
  return defineRoute({
    method: "GET",
    path: `/api/${many}/:${parameter}`,
    scopes: ["read"],
    operationId: `get${One}`,
    summary: `Read a ${one} by its id or one of its ${names}`,
    request: { params: recordParameter(entity), query: AT_LEAST_QUERY },
    answers: { 200: answer(`The ${one}.`, RECORDS[entity], CONTENT_LOCATION) },
    errors: ["INVALID_REQUEST", "404"],
    async handle(c, { reads }) {
      // A record is read on the primary, where whatever a known clock tells of is committed.
      readAtLeast(c);
      const { teamId } = c.get("key");
      const name = recordNameOf(entity, c.req.param(parameter));
      const record =
        name &&
        (await reading(() => reads.of(c, "record").read((db) => readRecord(db, teamId, entity, name))));
      if (!record) throw notFound(entity);
      const { recordId } = record;
      const headers = contentLocation(name, recordId, `/api/${many}/${recordId}`);
      return reply(c, 200, presentRecord(entity, record), headers);
    },
  });
}
