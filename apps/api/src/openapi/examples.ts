import { batchExamples } from "./examples/batches.ts";
import { companyExamples } from "./examples/companies.ts";
import { contactExamples } from "./examples/contacts.ts";
import { fieldExamples } from "./examples/fields.ts";
import { jobExamples } from "./examples/jobs.ts";
import { mergeExamples } from "./examples/merges.ts";
import type { Examples } from "./examples/operation-examples.ts";
import { keyExamples } from "./examples/keys.ts";
import { recordOperationExamples } from "./examples/record-operations.ts";
import { serviceExamples } from "./examples/service.ts";
import { readExamples } from "./examples/reads.ts";
import { teamExamples } from "./examples/team.ts";

/** What each operation is sent and answers, by operationId. */
export const EXAMPLES: Examples = {
  ...contactExamples,
  ...batchExamples,
  ...mergeExamples,
  ...recordOperationExamples,
  ...companyExamples,
  ...readExamples,
  ...fieldExamples,
  ...teamExamples,
  ...keyExamples,
  ...jobExamples,
  ...serviceExamples,
};
