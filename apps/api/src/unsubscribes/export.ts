import type { Entity, RecordSnapshot } from "@onefold/contract";
import { presentTime } from "@onefold/present";
import { listFields, listUnsubscribed } from "@onefold/records";
import type { Unsubscribed, UnsubscribedPosition } from "@onefold/records";
import { z } from "zod";
import { answerFile } from "../export/answer-file.ts";
import { createCsvWriter, headerOf, toCsv } from "../export/csv-writer.ts";
import { exportPages } from "../export/export-pages.ts";
import type { RowWriter } from "../export/written-pages.ts";
import { text, VARIES } from "../openapi/content.ts";
import { CONTACT } from "../openapi/samples/contact.ts";
import { knownQuery } from "../request/query.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import type { Services } from "../services.ts";
import { DIALECTS } from "./dialects.ts";
import type { Dialect } from "./dialects.ts";

const HEADERS = {
  ...VARIES,
  "Content-Disposition": z.string().meta({ description: "An attachment, with a file name." }),
};
const PAGE = 1_000;
const today = () => new Date().toISOString().slice(0, 10);

export function exportValuesRoute(dialect: Dialect): Route {
  const isOlder = dialect === "email";
  const columns = [isOlder ? "email" : "value", "source", "createdAt"];
  return defineRoute({
    method: "GET",
    path: isOlder ? "/api/unsubs/export" : "/api/v2/unsubscribes/exports/variables",
    scopes: ["read"],
    operationId: isOlder ? "exportUnsubscribedEmails" : "exportUnsubscribedVariables",
    summary: `Download unsubscribed ${isOlder ? "e-mails and domains" : "values"} as CSV`,
    request: {},
    answers: {
      200: {
        description: "All of them.",
        headers: HEADERS,
        content: text("text/csv", `${columns.join()}\r\njane@example.com,api,2026-11-28T10:45:21.367Z\r\n`),
      },
    },
    errors: ["INVALID_REQUEST"],
    async handle(c, services) {
      knownQuery(c, {});
      return await answerFile(c, services, {
        name: `unsubscribes-${today()}`,
        format: "csv",
        writer: async () => ({
          header: headerOf(columns, {}),
          cells: columns.length,
          write: (values: readonly Unsubscribed[]) =>
            toCsv(values.map(({ value, createdAt }) => [value, "api", presentTime(createdAt)])),
        }),
        pages: valuePages(services.slow.of(c), c.get("key").teamId, dialect),
      });
    },
  });
}

async function* valuePages(
  db: Services["db"],
  teamId: string,
  dialect: Dialect,
): AsyncGenerator<readonly Unsubscribed[], void> {
  const { kinds } = DIALECTS[dialect];
  let after: UnsubscribedPosition | undefined;
  do {
    const page = await listUnsubscribed(db, teamId, { kinds, limit: PAGE, ...(after && { after }) });
    yield page.values;
    after = page.next;
  } while (after);
}

export const exportUnsubscribedContactsRoute = defineRoute({
  method: "GET",
  path: "/api/v2/unsubscribes/exports/contacts",
  scopes: ["read"],
  operationId: "exportUnsubscribedContacts",
  summary: "Download unsubscribed contacts as CSV",
  description: "With the columns of all contacts' export.",
  request: {},
  answers: {
    200: {
      description: "All of them.",
      headers: HEADERS,
      content: text("text/csv", `_id,email,firstName\r\n${CONTACT._id},jane@example.com,Jane\r\n`),
    },
  },
  errors: ["INVALID_REQUEST"],
  async handle(c, services) {
    knownQuery(c, {});
    const { teamId } = c.get("key");
    return await answerFile(c, services, {
      name: `unsubscribed-contacts-${today()}`,
      format: "csv",
      writer: () => contactWriter(services, teamId),
      pages: exportPages(services.reads.of(c, "export"), teamId, OF, {
        kind: "filter",
        filter: { kind: "all" },
      }),
    });
  },
});

/** Who can be unsubscribed. */
const OF: Entity = "contact";

/** Writes those of the contacts that are unsubscribed. */
async function contactWriter({ db }: Services, teamId: string): Promise<RowWriter<RecordSnapshot>> {
  const custom = (await listFields(db, teamId)).filter((field) => field.entity === OF);
  const writer = createCsvWriter(OF, custom.map(({ name }) => name).toSorted());
  return {
    ...writer,
    write: (records) => writer.write(records.filter(({ unsubscribed }) => unsubscribed === true)),
  };
}
