// Merges two contacts that turned out to be one person, and takes the merge back.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/merge-and-undo.ts
//
// Prints:
//   Two records: Grace (grace@example.com) and Grace (g.hopper@example.com)
//   Merged: g.hopper@example.com names grace@example.com
//   Undone: g.hopper@example.com names g.hopper@example.com
import { call } from "./support/call.ts";

const [work, home] = ["grace@example.com", "g.hopper@example.com"];

async function upsert(email: string): Promise<string> {
  const { body } = await call<{ data: { _id: string } }>("POST", "/api/contacts", {
    email,
    firstName: "Grace",
  });
  return body.data._id;
}

/** The e-mail that the record shows which this e-mail names. */
async function namedBy(email: string): Promise<string> {
  const { body } = await call<{ email: string }>("GET", `/api/contacts/${encodeURIComponent(email)}`);
  return body.email;
}

const [primaryId, secondaryId] = [await upsert(work), await upsert(home)];
console.log(`Two records: Grace (${await namedBy(work)}) and Grace (${await namedBy(home)})`);

const merged = await call<{ undoUrl: string }>("POST", "/api/contacts/merge", {
  primaryId,
  secondaryIds: [secondaryId],
});
console.log(`Merged: ${home} names ${await namedBy(home)}`);

await call("POST", merged.body.undoUrl);
console.log(`Undone: ${home} names ${await namedBy(home)}`);
