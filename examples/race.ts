// Posts one person fifty times at once, as many sources do that find her in the same second: one record is made.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/race.ts
//
// Prints:
//   50 posts: 1 created, 49 found the record
//   1 record
import { randomUUID } from "node:crypto";
import { call } from "./support/call.ts";

const email = `${randomUUID()}@example.com`;
const posts = await Promise.all(
  Array.from({ length: 50 }, (_, number) =>
    call<{ data: { _id: string; outcome: string } }>("POST", "/api/contacts", {
      email,
      jobTitle: `Title ${number}`,
    }),
  ),
);

const records = posts.map(({ body }) => body.data);
const created = records.filter(({ outcome }) => outcome === "created").length;
console.log(`${posts.length} posts: ${created} created, ${posts.length - created} found the record`);

const ids = new Set(records.map(({ _id }) => _id));
console.log(`${ids.size} record${ids.size === 1 ? "" : "s"}`);
