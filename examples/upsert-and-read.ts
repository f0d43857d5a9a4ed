// Posts one person twice, under two spellings of a LinkedIn URL, and reads the one record that they are.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/upsert-and-read.ts
//
// Prints, at the first run:
//   201 created
//   200 updated, matched by linkedinUrl
//   Jane Doe, CTO, jane@example.com
import { call } from "./support/call.ts";

interface Upserted {
  readonly data: { readonly _id: string; readonly outcome: string; readonly matchedBy?: string };
}

interface Contact {
  readonly fullName: string;
  readonly email: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const first = await call<Upserted>("POST", "/api/contacts", {
  email: "jane@example.com",
  linkedinUrl: "https://www.linkedin.com/in/jane",
  firstName: "Jane",
  lastName: "Doe",
});
console.log(`${first.status} ${first.body.data.outcome}`);

const second = await call<Upserted>("POST", "/api/contacts", {
  linkedinUrl: "linkedin.com/in/Jane/",
  jobTitle: "CTO",
});
console.log(`${second.status} ${second.body.data.outcome}, matched by ${second.body.data.matchedBy}`);

const { body: jane } = await call<Contact>("GET", `/api/contacts/${second.body.data._id}`);
console.log(`${jane.fullName}, ${String(jane.fields["jobTitle"])}, ${jane.email}`);
