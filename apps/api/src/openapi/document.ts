import {
  Change,
  ErrorCode,
  ErrorDetail,
  FieldRejection,
  RejectionReason,
  typed,
  Warning,
  WarningCode,
} from "@onefold/contract";
import { VERSION } from "@onefold/process";
import { createDocument } from "zod-openapi";
import type { Route } from "../route.ts";
import { describeCodes } from "./describe-codes.ts";
import { errorExamples } from "./error-examples.ts";
import { pathsOf } from "./operation.ts";
import { plainSchemas } from "./plain-schemas.ts";
import { tagsOf } from "./tags.ts";
import { webhookMessages } from "./webhook-messages.ts";

type Document = ReturnType<typeof createDocument>;

/** Makes the OpenAPI document of these routes. */
export function openapiDocument(routes: readonly Route[]): Document {
  const paths = pathsOf(routes);
  const document = createDocument({
    openapi: "3.1.1",
    info: {
      title: "Onefold",
      version: VERSION,
      description: "Post contacts as fast as you like; each person ends up as exactly one record.",
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "Whoever runs this server" },
    },
    servers: [{ url: "/", description: "This server." }],
    // The first is what generated clients send.
    security: [{ bearer: [] }, { basic: [] }],
    tags: tagsOf(Object.keys(paths)),
    paths,
    webhooks: webhookMessages,
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
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const description = describeCodes(name);
    if (description !== undefined && typeof schema === "object") schema.description = description;
  }
  dropUnusedExamples(document);
  plainSchemas(typed(document));
  return document;
}

/** Drops the examples of codes that no documented answer has, such as METHOD_NOT_ALLOWED. */
function dropUnusedExamples({ paths, components }: Document): void {
  const used = JSON.stringify(paths);
  for (const name of Object.keys(components?.examples ?? {}))
    if (!used.includes(`"#/components/examples/${name}"`)) delete components?.examples?.[name];
}
