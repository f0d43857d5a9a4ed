// Takes a job instead of an answer, and polls it for its end.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/job-without-waiting.ts
//
// Prints, at the first run:
//   202 queued as job_…
//   completed: created 1, updated 0
import { call } from "./support/call.ts";
import { untilEnded } from "./support/job.ts";

const accepted = await call<{ job: { id: string; status: string } }>(
  "POST",
  "/api/contacts",
  { email: "john@example.com", firstName: "John" },
  { Prefer: "respond-async" },
);
const { id, status } = accepted.body.job;
console.log(`${accepted.status} ${status} as ${id}`);

const job = await untilEnded(id);
console.log(`${job.status}: created ${job.counts.created}, updated ${job.counts.updated}`);
