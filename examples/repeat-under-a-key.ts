// Sends a request twice under one Idempotency-Key, as a client does that got no answer: it is applied once.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/repeat-under-a-key.ts
//
// Prints:
//   first: 201, a new answer
//   again: 201, the answer of before
//   one job: true
//   another body under that key: 422 IDEMPOTENCY_KEY_REUSED
import { randomUUID } from "node:crypto";
import { call, request } from "./support/call.ts";

// Made once for each thing to do, and kept until it is known to be done.
const key = randomUUID();
const person = { email: `${key}@example.com`, firstName: "Ada" };

async function send(): Promise<{ told: string; job: string }> {
  const answer = await call<{ job: { id: string } }>("POST", "/api/contacts", person, {
    "Idempotency-Key": key,
  });
  const isReplayed = answer.headers.get("idempotent-replayed") === "true";
  return {
    told: `${answer.status}, ${isReplayed ? "the answer of before" : "a new answer"}`,
    job: answer.body.job.id,
  };
}

const first = await send();
console.log(`first: ${first.told}`);
const again = await send();
console.log(`again: ${again.told}`);
console.log(`one job: ${first.job === again.job}`);

const other = await request("POST", "/api/contacts", {
  headers: { "Content-Type": "application/json", "Idempotency-Key": key },
  body: JSON.stringify({ ...person, firstName: "Joan" }),
});
const { error }: { error: { code: string } } = JSON.parse(await other.text());
console.log(`another body under that key: ${other.status} ${error.code}`);
