import { BatchAcceptedAnswer, CompanyRequest, ContactRequest, ENTITIES } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import { z } from "zod";
import { acceptUpload } from "../uploads/accept-upload.ts";
import { uploadQuery } from "../uploads/upload-query.ts";
import { answer } from "../openapi/answers.ts";
import { json, text } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { idempotencyKeyHeader } from "../request/idempotency-key.ts";
import { defineRoute } from "../route.ts";
import type { Content, Route } from "../route.ts";

const DESCRIPTION = `One job for any number of rows, read as they are sent and no faster than they are applied. A row
that doesn't validate is a rejected row of the job, with its line; the others are applied.

| Content-Type | body |
|---|---|
| \`application/json\` | one array of objects, each as a single request has it |
| \`application/x-ndjson\` (\`application/jsonl\`) | such an object a line |
| \`text/csv\`, \`text/tab-separated-values\` | a line of column names, then a record a line |

A CSV may be separated by commas, semicolons, tabs or bars. Its charset is what its byte order mark or the \`charset\` of
the Content-Type says; else it is judged by the first 64 KiB, or by the first letters beyond ASCII where they come later.
The answer says how it was read; where the beginning could be read in several ways, a 400 names them. A row that can't
be read is rejected by itself. The line of column names is looked for below notes of a line or two, and a footer after an
empty line, of one value a line that names nobody, is passed over (\`csv.passedOver\`). Columns are found by the names of
fields, the labels of custom ones, and common spellings, also with a prefix or a number and in German, French, Spanish,
Italian, Dutch and Portuguese: "E-mail", "Person - Email - Work", "E-Mail 2: Adresse". What is a
firm's ("Account Email") or another person's ("Contact 2 Email") names nobody, and has no place. Several e-mail columns are
\`email\` and \`additionalEmails\`; of several columns of another field the first that has a value in the row fills
it, in the order of the field's spellings (the others are \`fallback\` in the answer), also where two have the same
name. A column without a place is refused with 400, unless \`map\` or \`ignoreUnknownColumns=true\` leave it out; the
answer lists it without a field. Cells that are empty, or say so (\`N/A\`, \`-\`, \`null\`, \`#REF!\`, \`0000-00-00\`), change nothing,
and so do the missing cells of a short row; columns whose names begin with \`_\` are left out, but \`_id\` and \`_input\`, whose cells are JSON
objects of further fields, as a file of rejected rows has them. What exports
and results wrote, as CSV or NDJSON, is read as it is and changes nothing: what can't be set, such as \`createdAt\`, is
passed over.

An odd value of an optional field costs that value, not its row: the row's \`fieldRejections\` tell it as
\`invalid\`. An owner whom nobody is leaves the owner as it is.

\`unsubscribed\`, as a column or a member, opts the contact out: a yes, a word such as "unsubscribed", or the time since
when; \`false\` changes nothing without \`resubscribe=true\`. The latest of what was said stands, and an opt-out holds
whatever else of its row is wrong, as long as the row names somebody. Columns such as "Email Opt Out", "UNSUB_TIME" and
"Marketing status" are read so; one that looks like it and isn't clear ("Newsletter") is refused until \`map\` says
what it is; a value that can't be read rejects its row.

A row has at most 256 KiB and 1,000 fields. A key sends two uploads at once, a team four (429); one that comes at less
than 1 KiB a second for 30 seconds is ended. Where the body breaks off, or can't be read further, the rows before that stay taken: the
error says how many and names the job.`;

const HEADERS = {
  "Content-Encoding": z.enum(["gzip", "identity"]).optional().meta({ description: "Of the body." }),
  ...idempotencyKeyHeader(
    "Makes an upload that broke off resumable for 24 hours: sent again with the same key, query and body, it " +
      "goes on where it broke off, and no row is taken twice. After its end it answers with the same job, or with 422 where " +
      "the upload couldn't be read to its end. Other rows under the key, or more of them, are 422. A dry run is done anew each time: the key means nothing to it. Where the queue lost rows of it, it opens a new job (`retryOf`) for the " +
      "rows that are missing.",
  ),
};

const BODIES = {
  contact: rowsAs(
    ContactRequest,
    [
      { email: "jane@example.com", firstName: "Jane", jobTitle: "CTO" },
      { email: "john@example.com", firstName: "John", companyDomain: "example.com" },
    ],
    "E-mail;First name;Job title\njane@example.com;Jane;CTO\njohn@example.com;John;\n",
  ),
  company: rowsAs(
    CompanyRequest,
    [
      { name: "Example Ltd", domain: "example.com" },
      { name: "Example GmbH", domain: "example.org", size: "11-50" },
    ],
    'Company,Website,Size\nExample Ltd,example.com,\n"Example GmbH",example.org,11-50\n',
  ),
};

/** Declares the same rows in each format. */
function rowsAs<Row extends z.ZodType>(schema: Row, rows: z.input<Row>[], csv: string): Content {
  return {
    ...json(z.array(schema), rows),
    ...text("application/x-ndjson", rows.map((row) => `${JSON.stringify(row)}\n`).join("")),
    ...text("text/csv", csv),
  };
}

const ACCEPTED = json(BatchAcceptedAnswer, {
  success: true,
  job: { id: SAMPLE.jobId, status: "active", url: SAMPLE.jobUrl, acceptedAt: SAMPLE_TIME },
  rows: { read: 2, accepted: 2, rejected: 0 },
  csv: {
    delimiter: ";",
    charset: "utf-8",
    columns: [
      { header: "E-mail", field: "email" },
      { header: "First name", field: "firstName" },
      { header: "Job title", field: "jobTitle" },
    ],
  },
});

export function uploadRoute(entity: Entity): Route {
  const { many, Many } = ENTITIES[entity].words;
  return defineRoute({
    method: "POST",
    path: `/api/${many}/batch`,
    scopes: ["upload"],
    operationId: `upload${Many}`,
    summary: `Add or update any number of ${many}`,
    description: DESCRIPTION,
    request: { query: uploadQuery(entity), headers: HEADERS, body: BODIES[entity] },
    answers: {
      202: answer("All rows are taken: durably queued, or rejected.", ACCEPTED, {
        Location: z.string(),
        "Idempotent-Replayed": z.enum(["true"]).optional().meta({
          description: "The upload was complete before: this is its job, and the body wasn't read.",
        }),
      }),
    },
    errors: [
      "INVALID_JSON",
      "INVALID_CSV",
      "INVALID_REQUEST",
      "UPLOAD_BROKEN",
      "UPLOAD_STOPPED",
      "BODY_TOO_LARGE",
      "UNSUPPORTED_MEDIA_TYPE",
      "IDEMPOTENCY_KEY_REUSED",
    ],
    handle: (c, services) => acceptUpload(c, services, entity),
  });
}
