import { BatchAcceptedAnswer, CompanyRequest, ContactRequest, NAME_MAX, OnConflict } from "@onefold/contract";
import type { ErrorCode } from "@onefold/contract";
import { z } from "zod";
import { idempotencyKeyHeader } from "../idempotency-key-header.ts";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";
import { BATCH_BODIES } from "../examples/batches.ts";

const flag = (description: string) => z.enum(["true", "false"]).optional().meta({ description });

const Query = z.object({
  onConflict: OnConflict.optional().meta({
    description: "As for a single one, for every row. Where it isn't given, the team's own choice holds.",
  }),
  dryRun: flag(
    "`true`: the job says of each row what it would come to, after the rows before it, and nothing is changed.",
  ),
  source: z
    .string()
    .min(1)
    .max(NAME_MAX)
    .optional()
    .meta({ description: "Of records that are created; a row's own wins." }),
  map: z.array(z.string()).optional().meta({
    description:
      "CSV only: `Header:field` says what a column is, `Header:` leaves it out. It can be repeated.",
  }),
  ignoreUnknownColumns: flag("CSV only. `true`: columns that are no field are left out, instead of refused."),
});

const Headers = z.object({
  "Content-Encoding": z.enum(["gzip", "identity"]).optional().meta({ description: "Of the body." }),
  "Idempotency-Key": idempotencyKeyHeader(
    "Makes an upload that broke off resumable for 24 hours: sent again with the same key, query and body, it " +
      "goes on where it broke off, and no row is taken twice. After its end it answers with the same job, or with 422 where " +
      "the upload couldn't be read to its end. Where the queue lost rows of it, it opens a new job (`retryOf`) for the " +
      "rows that are missing.",
  ),
});

const DESCRIPTION = `One job for any number of rows, read as they are sent and no faster than they are applied. A row
that doesn't validate is a rejected row of the job, with its line; the others are applied.

| Content-Type | body |
|---|---|
| \`application/json\` | one array of objects, each as a single request has it |
| \`application/x-ndjson\` (\`application/jsonl\`) | such an object a line |
| \`text/csv\`, \`text/tab-separated-values\` | a line of column names, then a record a line |

A CSV may be separated by commas, semicolons, tabs or bars, in UTF-8, UTF-16, Windows-1252 or whatever \`charset\` says;
the answer says how it was read. Columns are found by the names of fields, the labels of custom ones, and common
spellings such as "E-mail" or "First name"; several e-mail columns are \`email\` and \`additionalEmails\`. Empty cells
change nothing; columns whose names begin with \`_\` are left out, but \`_id\` and \`_input\`, whose cells are JSON
objects of further fields, as a file of rejected rows has them.

A row has at most 256 KiB and 1,000 fields. A key sends two uploads at once, a team four (429); one that comes at less
than 1 KiB a second for 30 seconds is ended. Where the body breaks off, or can't be read further, the rows before that stay taken: the
error says how many and names the job.`;

interface BatchRoute {
  readonly area: "contacts" | "companies";
  readonly row: z.ZodType;
}

function batchOperation({ area, row }: BatchRoute): ZodOpenApiOperationObject {
  const bodies = BATCH_BODIES[area];
  const codes: readonly ErrorCode[] = [
    "INVALID_JSON",
    "INVALID_CSV",
    "INVALID_REQUEST",
    "UPLOAD_BROKEN",
    "UPLOAD_STOPPED",
    "BODY_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
    "IDEMPOTENCY_KEY_REUSED",
  ];
  return {
    operationId: area === "contacts" ? "uploadContacts" : "uploadCompanies",
    summary: `Add or update any number of ${area}`,
    description: DESCRIPTION,
    requestParams: { query: Query, header: Headers },
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: z.array(row), example: bodies.json },
        "application/x-ndjson": { schema: z.string(), example: bodies.ndjson },
        "text/csv": { schema: z.string(), example: bodies.csv },
      },
    },
    responses: {
      "202": answer("All rows are taken: durably queued, or rejected.", BatchAcceptedAnswer, {
        Location: z.string(),
        "Idempotent-Replayed": z.enum(["true"]).optional().meta({
          description: "The upload was complete before: this is its job, and the body wasn't read.",
        }),
      }),
      ...errors(...codes),
    },
  };
}

export const batchesPaths: ZodOpenApiPathsObject = {
  "/api/contacts/batch": { post: batchOperation({ area: "contacts", row: ContactRequest }) },
  "/api/companies/batch": { post: batchOperation({ area: "companies", row: CompanyRequest }) },
};
