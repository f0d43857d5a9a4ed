import { ENTITIES, Entity } from "@onefold/contract";
import type { RecordSnapshot } from "@onefold/contract";
import { presentRecord } from "@onefold/present";
import { listFields } from "@onefold/records";
import { accepts } from "hono/accepts";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { answerFile } from "../export/answer-file.ts";
import { createCsvWriter } from "../export/csv-writer.ts";
import { exportPages } from "../export/export-pages.ts";
import type { RowWriter } from "../export/written-pages.ts";
import { answer } from "../openapi/answers.ts";
import { text, VARIES } from "../openapi/content.ts";
import { COMPANY } from "../openapi/samples/company.ts";
import { CONTACT } from "../openapi/samples/contact.ts";
import type { AppContext } from "../request/app-env.ts";
import { AT_LEAST_QUERY } from "../request/at-least.ts";
import { readSelection, SELECTION_ERRORS, SELECTION_QUERY } from "../request/list-filter.ts";
import type { Selection } from "../request/list-filter.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import type { Services } from "../services.ts";

const Format = z.enum(["csv", "ndjson"]);
type Format = z.infer<typeof Format>;

const FORMAT = Format.optional().meta({
  description: "By default what `Accept` asks for, else CSV.",
  param: { example: "csv" },
});
const EXPORTED = Entity.optional().meta({
  description: "`company`: all companies instead, as lemlist has it.",
});
const HEADERS = {
  ...VARIES,
  "Content-Disposition": z.string().meta({ description: "An attachment, with a file name." }),
};
const FILES = {
  contact: {
    ...text("text/csv", `_id,email,firstName\r\n${CONTACT._id},jane@example.com,Jane\r\n`),
    ...text("application/x-ndjson", `${JSON.stringify(CONTACT)}\n`, "A Contact a line."),
  },
  company: {
    ...text("text/csv", `_id,domain,name\r\n${COMPANY._id},example.com,Example Ltd\r\n`),
    ...text("application/x-ndjson", `${JSON.stringify(COMPANY)}\n`, "A Company a line."),
  },
};

/** What only the exports of an entity take: lemlist has one route for all. */
const OWN_QUERY = { contact: { entity: EXPORTED }, company: {} };

export function exportRoute(entity: Entity): Route {
  const { many, Many } = ENTITIES[entity].words;
  const own = OWN_QUERY[entity];
  const query = { format: FORMAT, ...own, ...SELECTION_QUERY[entity], ...AT_LEAST_QUERY };
  return defineRoute({
    method: "GET",
    path: `/api/${many}/export`,
    scopes: ["read"],
    operationId: `export${Many}`,
    summary: `Download ${many} as CSV or NDJSON`,
    description:
      "Streamed, each record as it is when it is reached. A connection that breaks off means that the file isn't whole. In CSV, texts that a spreadsheet would take " +
      "for a formula start with an apostrophe.",
    request: { query },
    answers: { 200: answer("All that match.", FILES[entity], HEADERS) },
    errors: SELECTION_ERRORS[entity],
    async handle(c, services) {
      knownQuery(c, query);
      const format = queryChoice(c, "format", Format.options) ?? acceptedFormat(c);
      const selection = readSelection(c, entity);
      const shown = ("entity" in own ? queryChoice(c, "entity", Entity.options) : undefined) ?? entity;
      if (shown !== entity && !isAll(selection))
        throw new ApiError("INVALID_REQUEST", `entity=${shown} can't be combined with a filter of ${many}.`);
      const { teamId } = c.get("key");
      const day = new Date().toISOString().slice(0, 10);
      return await answerFile(c, services, {
        name: `${ENTITIES[shown].words.many}-${day}`,
        format,
        writer: () => writer(services, teamId, shown, format),
        pages: exportPages(services.reads.of(c, "export"), teamId, shown, selection),
      });
    },
  });
}

function isAll(selection: Selection): boolean {
  return selection.kind === "filter" && selection.filter.kind === "all";
}

function acceptedFormat(c: AppContext): Format {
  const type = accepts(c, {
    header: "Accept",
    supports: ["text/csv", "application/x-ndjson", "application/ndjson"],
    default: "text/csv",
  });
  return type === "text/csv" ? "csv" : "ndjson";
}

async function writer(
  { db }: Services,
  teamId: string,
  entity: Entity,
  format: Format,
): Promise<RowWriter<RecordSnapshot>> {
  if (format === "ndjson")
    return {
      header: "",
      cells: 100,
      write: (records) =>
        records.map((record) => `${JSON.stringify(presentRecord(entity, record))}\n`).join(""),
    };
  const custom = (await listFields(db, teamId)).filter((field) => field.entity === entity);
  return createCsvWriter(entity, custom.map(({ name }) => name).toSorted());
}
