import { expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { NO_COMPANY, NO_CONTACT } from "./support/calls.ts";

/** These routes answer the same for what another team has as for what nobody has: G6 of docs/guarantees.md. */
onEachSharedStack((stack) => {
  test("another team's contacts and companies: the same 404 as for unknown ones, and they stay as they are", async () => {
    const [theirs, ours] = [await stack().newTeam(), await stack().newTeam()];
    const contact = (await theirs.contact({ email: "jane@example.com", additionalEmails: ["j@example.com"] }))
      .body.data._id;
    const company = (await theirs.company({ name: "Acme", domain: "acme.example" })).body.data._id;
    const own = (await ours.contact({ email: "own@example.com" })).body.data._id;
    const ownCompany = (await ours.company({ name: "Own", domain: "own.example" })).body.data._id;
    const before = [await theirs.readContact(contact), await theirs.readCompany(company)];

    const contactCalls = [
      ["DELETE", (name: string) => `/api/contacts/${name}`],
      ["DELETE", (name: string) => `/api/contacts/${name}/emails/j@example.com`],
      ["PUT", (name: string) => `/api/contacts/${name}/emails/j@example.com/primary`],
      ["POST", (name: string) => `/api/contacts/${name}/emails/j@example.com/primary`],
      ["GET", (name: string) => `/api/v2/unsubscribes/contacts/${name}`],
      ["POST", (name: string) => `/api/v2/unsubscribes/contacts/${name}`],
      ["DELETE", (name: string) => `/api/v2/unsubscribes/contacts/${name}`],
    ] as const;
    for (const [method, path] of contactCalls)
      for (const [their, unknown] of [
        [contact, NO_CONTACT],
        ["jane@example.com", "nobody@example.com"],
      ] as const) {
        const answer = await ours.request(method, path(their));
        refused(answer, 404, "NOT_FOUND");
        expect(answer.body).toEqual((await ours.request(method, path(unknown))).body);
      }

    for (const [area, mine, pairs] of [
      [
        "contacts",
        own,
        [
          [contact, NO_CONTACT],
          ["jane@example.com", "nobody@example.com"],
        ],
      ],
      [
        "companies",
        ownCompany,
        [
          [company, NO_COMPANY],
          ["acme.example", "nobody.example"],
        ],
      ],
    ] as const)
      for (const [their, unknown] of pairs)
        for (const body of [
          (name: string) => ({ primaryId: mine, secondaryIds: [name] }),
          (name: string) => ({ primaryId: name, secondaryIds: [mine] }),
        ]) {
          const answer = await ours.post(`/api/${area}/merge`, body(their));
          refused(answer, 404, "NOT_FOUND");
          expect(answer.body).toEqual((await ours.post(`/api/${area}/merge`, body(unknown))).body);
        }

    for (const [their, unknown] of [
      [company, NO_COMPANY],
      ["acme.example", "nobody.example"],
    ]) {
      const answer = await ours.request("DELETE", `/api/companies/${their}?force=true`);
      refused(answer, 404, "NOT_FOUND");
      expect(answer.body).toEqual(
        (await ours.request("DELETE", `/api/companies/${unknown}?force=true`)).body,
      );
    }
    expect([await theirs.readContact(contact), await theirs.readCompany(company)]).toEqual(before);
  });
});
