// Uploads a CSV in which a row is wrong, and reads back what was rejected: a CSV to mend and to upload again.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/upload-with-rejects.ts
//
// Prints, at the first run:
//   completed_with_errors: created 2, rejected 1
//   email,firstName,_row,_line,_code,_message
//   joan at example.com,Joan,2,3,INVALID_EMAIL,Line 3: email must be an e-mail address.
import { request } from "./support/call.ts";
import { untilEnded } from "./support/job.ts";

const CSV = `email,firstName
ada@example.com,Ada
joan at example.com,Joan
otto@example.com,Otto
`;

const accepted = await request("POST", "/api/contacts/batch", {
  headers: { "Content-Type": "text/csv" },
  body: CSV,
});
if (!accepted.ok) throw new Error(await accepted.text());
const id = accepted.headers.get("location")?.split("/").at(-1) ?? "";

const job = await untilEnded(id);
console.log(`${job.status}: created ${job.counts.created}, rejected ${job.counts.rejected}`);

const rejects = await request("GET", `/api/jobs/${id}/results?outcome=rejected&format=csv`);
process.stdout.write(await rejects.text());
