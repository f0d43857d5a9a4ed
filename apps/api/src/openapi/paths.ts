import type { ZodOpenApiPathsObject } from "zod-openapi";
import { batchesPaths } from "./paths/batches.ts";
import { companiesPaths } from "./paths/companies.ts";
import { contactEmailsPaths } from "./paths/contact-emails.ts";
import { contactsPaths } from "./paths/contacts.ts";
import { fieldsPaths } from "./paths/fields.ts";
import { jobsPaths } from "./paths/jobs.ts";
import { keysPaths } from "./paths/keys.ts";
import { servicePaths } from "./paths/service.ts";
import { teamPaths } from "./paths/team.ts";
import { unsubscribesPaths } from "./paths/unsubscribes.ts";

/** Every route of app.ts. */
export const paths: ZodOpenApiPathsObject = {
  ...contactsPaths,
  ...batchesPaths,
  ...contactEmailsPaths,
  ...companiesPaths,
  ...unsubscribesPaths,
  ...fieldsPaths,
  ...teamPaths,
  ...keysPaths,
  ...jobsPaths,
  ...servicePaths,
};
