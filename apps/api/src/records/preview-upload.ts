import { ENTITIES, UploadPreview } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import { answer } from "../openapi/answers.ts";
import { json, text } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { previewUpload } from "../uploads/preview-upload.ts";
import { uploadQuery } from "../uploads/upload-query.ts";

const CSVS: Readonly<Record<Entity, string>> = {
  contact: "E-mail;First name;Notes\njane@example.com;Jane;Met at the fair\n",
  company: "Website,Company,Notes\nexample.com,Example Ltd,A customer\n",
};

const PREVIEWS = {
  contact: json(UploadPreview, {
    success: true,
    csv: {
      delimiter: ";",
      charset: "utf-8",
      columns: [
        { header: "E-mail", field: "email" },
        { header: "First name", field: "firstName" },
        { header: "Notes", unknown: true },
      ],
    },
    rows: [
      {
        line: 2,
        fields: { email: "jane@example.com", firstName: "Jane" },
        ignored: [{ header: "Notes", value: "Met at the fair" }],
      },
    ],
  }),
  company: json(UploadPreview, {
    success: true,
    csv: {
      delimiter: ",",
      charset: "utf-8",
      columns: [
        { header: "Website", field: "domain" },
        { header: "Company", field: "name" },
        { header: "Notes", unknown: true },
      ],
    },
    rows: [
      {
        line: 2,
        fields: { domain: "example.com", name: "Example Ltd" },
        ignored: [{ header: "Notes", value: "A customer" }],
      },
    ],
  }),
};

export function previewUploadRoute(entity: Entity): Route {
  const { many, Many } = ENTITIES[entity].words;
  return defineRoute({
    method: "POST",
    path: `/api/${many}/batch/preview`,
    scopes: ["upload"],
    operationId: `preview${Many}`,
    summary: `See how a CSV of ${many} would be read`,
    description:
      "Takes the beginning of the file, of up to 256 KiB, with the query of the upload. The answer says which column is " +
      "which field, and gives the first rows; a column without a field would be refused, or left out with " +
      "`ignoreUnknownColumns=true`. Nothing is kept.",
    request: { query: uploadQuery(entity), body: text("text/csv", CSVS[entity]) },
    answers: { 200: answer("How it would be read.", PREVIEWS[entity]) },
    errors: ["INVALID_CSV", "INVALID_REQUEST", "413", "415"],
    async handle(c, services) {
      return reply(c, 200, await previewUpload(c, services, entity));
    },
  });
}
