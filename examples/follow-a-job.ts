// Uploads many rows and follows their job by server-sent events, until it has ended.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/follow-a-job.ts
//
// Prints a line whenever the job has changed, and at last:
//   end: 5000 of 5000 rows, completed
import { call, request } from "./support/call.ts";
import type { Job } from "./support/job.ts";

const people = Array.from({ length: 5_000 }, (_, number) => ({ email: `guest-${number}@example.com` }));
const { body } = await call<{ job: { id: string } }>("POST", "/api/contacts/batch", people);

const response = await request("GET", `/api/jobs/${body.job.id}/events`);
if (!response.ok || response.body === null) throw new Error(await response.text());

// An event is some lines and an empty one. A browser's EventSource reads them by itself.
let read = "";
for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
  const events = (read + part).split("\n\n");
  read = events.pop() ?? "";
  for (const event of events) tell(event);
}

function tell(event: string): void {
  const fields = new Map(event.split("\n").map(readField));
  const data = fields.get("data");
  // Some events are there only to keep the connection open.
  if (data === undefined) return;
  const { counts, finishedAt, status }: Job = JSON.parse(data);
  const done = `${counts.total - counts.pending} of ${counts.total} rows`;
  console.log(`${fields.get("event")}: ${done}${finishedAt === undefined ? "" : `, ${status}`}`);
}

function readField(line: string): [name: string, value: string] {
  const colon = line.indexOf(": ");
  return [line.slice(0, colon), line.slice(colon + 2)];
}
