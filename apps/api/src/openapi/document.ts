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
import { completeDocument } from "./complete-document.ts";
import type { Document } from "./complete-document.ts";
import { errorExamples } from "./error-examples.ts";
import { paths } from "./paths.ts";

let document: Document | undefined;

/** The OpenAPI document, from the schemas that validate; made when it is first asked for. */
export function openapiDocument(): Document {
  document ??= completeDocument(createBareDocument());
  return document;
}

function createBareDocument(): Document {
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Onefold",
      version: "0.1.0",
      description: "Post contacts as fast as you like; each person ends up as exactly one record.",
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "Whoever runs this server" },
    },
    servers: [{ url: "/", description: "This server." }],
    security: [{ basic: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        basic: {
          type: "http",
          scheme: "basic",
          description: "Any user name, or none (the reference page asks for one); the API key as password.",
        },
        bearer: { type: "http", scheme: "bearer", description: "The API key." },
      },
      schemas: { ErrorCode, WarningCode, RejectionReason, ErrorDetail, FieldRejection, Warning, Change },
      examples: errorExamples(),
    },
  });
}
