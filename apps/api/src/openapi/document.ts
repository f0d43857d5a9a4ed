import {
  Change,
  ErrorCode,
  ErrorDetail,
  FieldRejection,
  RejectionReason,
  Warning,
  WarningCode,
} from "@onefold/contract";
import { createDocument } from "zod-openapi";
import { paths } from "./paths.ts";

type Document = ReturnType<typeof createDocument>;

let document: Document | undefined;

/** The OpenAPI document, from the schemas that validate; made when it is first asked for. */
export function openapiDocument(): Document {
  document ??= createDocument({
    openapi: "3.1.1",
    info: {
      title: "Onefold",
      version: "0.1.0",
      description: "Post contacts as fast as you like; each person ends up as exactly one record.",
      license: { name: "MIT", identifier: "MIT" },
    },
    security: [{ basic: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        basic: {
          type: "http",
          scheme: "basic",
          description: "Any user name, or none; the API key as password.",
        },
        bearer: { type: "http", scheme: "bearer", description: "The API key." },
      },
      schemas: { ErrorCode, WarningCode, RejectionReason, ErrorDetail, FieldRejection, Warning, Change },
    },
  });
  return document;
}
