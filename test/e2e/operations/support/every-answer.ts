import { expect } from "vitest";
import { z } from "zod";
import type { Client } from "../../support/client.ts";
import type { Answer } from "../../support/conformance.ts";
import { callsOf, NO_COMPANY, NO_CONTACT } from "./calls.ts";

interface Clients {
  readonly team: Client;
  readonly anyone: Client;
  readonly blocked: Client;
  /** Of the team, past the retention of receipts. */
  readonly oldJobId: string;
}

/** Has each answer once that the OpenAPI document promises for the routes that change single records. */
export async function everyOperationAnswer({ team, anyone, blocked, oldJobId }: Clients): Promise<void> {
  const { merge, mergeCompanies } = callsOf(team);
  const contacts = ["m1", "m2", "m3", "m4"].map((name) => `${name}@example.com`);
  for (const email of contacts) await team.contact({ email, additionalEmails: twenty(email) });
  await team.contact({ email: "one@example.com" });
  const profile = (await team.contact({ linkedinUrl: "https://www.linkedin.com/in/m5" })).body.data._id;
  const companies = [await companyOf("m1"), await companyOf("m2"), await companyOf("m3", 1)];
  await team.contact({ email: "one@example.com", companyId: companies[1] });
  const merged = [await merge("m1@example.com", profile), await mergeCompanies("m1.example", "m3.example")];

  async function companyOf(name: string, domains = 11): Promise<string> {
    const { _id } = (await team.company({ name, domain: `${name}.example` })).body.data;
    for (let i = 1; i < domains; i++) await team.company({ companyId: _id, domain: `${name}-${i}.example` });
    return _id;
  }

  for (const [area, [first, second], unknown, { undoUrl = "" }] of [
    ["contacts", contacts, NO_CONTACT, merged[0] ?? {}],
    ["companies", companies, NO_COMPANY, merged[1] ?? {}],
  ] as const) {
    const route = `/api/${area}/merge`;
    const dry = `${route}?dryRun=true`;
    const body = { primaryId: first, secondaryIds: [second] };
    await expectStatuses([
      [400, () => team.post(route, {})],
      [401, () => anyone.post(route, body)],
      [403, () => blocked.post(route, body)],
      [404, () => team.post(dry, { primaryId: first, secondaryIds: [unknown] })],
      [409, () => team.post(dry, body)],
      [413, () => team.request("POST", route, { raw: " ".repeat(300_000) })],
      [415, () => team.request("POST", route, { raw: "{}", headers: { "Content-Type": "text/plain" } })],
      [400, () => team.request("POST", `${undoUrl}?row=first`)],
      [401, () => anyone.request("POST", undoUrl)],
      [403, () => blocked.request("POST", undoUrl)],
      [404, () => team.request("POST", `${undoUrl}?row=7`)],
      [200, () => team.request("POST", undoUrl)],
      [409, () => team.request("POST", undoUrl)],
      [410, () => team.request("POST", `${route}/${oldJobId}/undo`)],
    ]);
  }

  for (const [area, ids, unknown] of [
    ["contacts", contacts.slice(2), NO_CONTACT],
    ["companies", companies.slice(0, 2), NO_COMPANY],
  ] as const)
    for (const method of ["POST", "DELETE"]) {
      const route = `/api/${area}/different`;
      await expectStatuses([
        [200, () => team.request(method, route, { body: { ids } })],
        [400, () => team.request(method, route, { body: {} })],
        [401, () => anyone.request(method, route, { body: { ids } })],
        [403, () => blocked.request(method, route, { body: { ids } })],
        [404, () => team.request(method, route, { body: { ids: [...ids, unknown] } })],
        [413, () => team.request(method, route, { raw: " ".repeat(300_000) })],
        [415, () => team.request(method, route, { raw: "{}", headers: { "Content-Type": "text/plain" } })],
      ]);
    }

  for (const [method, path, unknown] of [
    [
      "DELETE",
      "/api/contacts/m2@example.com/emails/1.m2@example.com",
      "/api/contacts/m2@example.com/emails/no",
    ],
    [
      "PUT",
      "/api/contacts/m2@example.com/emails/2.m2@example.com/primary",
      "/api/contacts/m2/emails/no/primary",
    ],
    [
      "POST",
      "/api/contacts/m2@example.com/emails/3.m2@example.com/primary",
      "/api/contacts/m2/emails/no/primary",
    ],
    ["GET", "/api/v2/unsubscribes/contacts/m2@example.com", `/api/v2/unsubscribes/contacts/${NO_CONTACT}`],
    ["POST", "/api/v2/unsubscribes/contacts/m2@example.com", `/api/v2/unsubscribes/contacts/${NO_CONTACT}`],
    ["DELETE", "/api/v2/unsubscribes/contacts/m2@example.com", `/api/v2/unsubscribes/contacts/${NO_CONTACT}`],
    ["DELETE", "/api/contacts/m3@example.com", `/api/contacts/${NO_CONTACT}`],
    ["DELETE", "/api/companies/m1.example", `/api/companies/${NO_COMPANY}`],
  ] as const)
    await expectStatuses([
      ...(method === "GET" ? [] : [[400, () => team.request(method, `${path}?unknown=1`)] as const]),
      [401, () => anyone.request(method, path)],
      [403, () => blocked.request(method, path)],
      [404, () => team.request(method, unknown)],
      [200, () => team.request(method, path)],
    ]);
  await everyUnsubscribeAnswer({ team, anyone, blocked });
  await everyKeyedAnswer(team);
  await expectStatuses([
    [400, () => team.request("DELETE", "/api/companies/m2.example")],
    [409, () => team.request("DELETE", "/api/contacts/one@example.com/emails/one@example.com")],
  ]);
}

async function everyUnsubscribeAnswer({
  team,
  anyone,
  blocked,
}: Pick<Clients, "team" | "anyone" | "blocked">): Promise<void> {
  const variables = "/api/v2/unsubscribes/variables";
  const lists = [variables, "/api/unsubscribes"];
  const exports = ["/api/v2/unsubscribes/exports/variables", "/api/v2/unsubscribes/exports/contacts"];
  for (const path of [...lists, ...exports, "/api/unsubs/export"])
    await expectStatuses([
      [200, () => team.get(path)],
      [400, () => team.get(`${path}?unknown=1`)],
      [401, () => anyone.get(path)],
      [403, () => blocked.get(path)],
    ]);
  for (const path of lists)
    for (const method of ["POST", "GET", "DELETE"])
      await expectStatuses([
        [200, () => team.request(method, `${path}/out@example.com`)],
        [400, () => team.request(method, `${path}/nothing`)],
        [401, () => anyone.request(method, `${path}/out@example.com`)],
        [403, () => blocked.request(method, `${path}/out@example.com`)],
        ...(method === "POST" ? [] : [[404, () => team.request(method, `${path}/in@example.com`)] as const]),
      ]);
  await expectStatuses([
    [200, () => team.post(variables, { values: ["out@example.com"] })],
    [400, () => team.post(variables, { values: [] })],
    [401, () => anyone.post(variables, {})],
    [403, () => blocked.post(variables, {})],
    [413, () => team.request("POST", variables, { raw: " ".repeat(1_100_000) })],
    [415, () => team.request("POST", variables, { raw: "{}", headers: { "Content-Type": "text/plain" } })],
  ]);
}

/** Of a repeat whose record was deleted since, and of a key that belongs to another request. */
async function everyKeyedAnswer(team: Client): Promise<void> {
  for (const email of ["k1@example.com", "k2@example.com"])
    await team.contact({ email, additionalEmails: ["x", "y"].map((name) => `${name}.${email}`) });
  for (const name of ["k1", "k2"]) await team.company({ name, domain: `${name}.example` });
  const send = (key: number, [method, path, body]: Keyed) =>
    team.request(method, path, {
      headers: { "Idempotency-Key": `key-${key}` },
      ...(body !== undefined && { body }),
    });
  const merges: Keyed[] = [
    ["POST", "/api/contacts/merge", { primaryId: "k1@example.com", secondaryIds: ["k2@example.com"] }],
    ["POST", "/api/companies/merge", { primaryId: "k1.example", secondaryIds: ["k2.example"] }],
  ];
  const merged = await Promise.all(merges.map((request, key) => send(key, request)));
  const undos = merged.map(({ body }): Keyed => ["POST", Undoable.parse(body).undoUrl]);
  const email = "/api/contacts/k1@example.com/emails";
  const told: Keyed[] = [
    ...merges,
    ...undos,
    ["POST", "/api/v2/unsubscribes/contacts/k1@example.com"],
    ["DELETE", "/api/v2/unsubscribes/contacts/k1@example.com"],
    ["PUT", `${email}/y.k1@example.com/primary`],
    ["POST", `${email}/k1@example.com/primary`],
    ["DELETE", `${email}/x.k1@example.com`],
  ];
  const deletes: Keyed[] = [
    ["DELETE", "/api/contacts/k1@example.com"],
    ["DELETE", "/api/companies/k1.example"],
  ];
  const all = [...told, ...deletes];
  await expectStatuses([
    ...all.map((request, key) => [200, () => send(key, request)] as const),
    ...all.map((request, key) => [key < told.length ? 410 : 200, () => send(key, request)] as const),
    ...all.map((request, key) => [422, () => send((key + 1) % all.length, request)] as const),
  ]);
}

type Keyed = readonly [method: string, path: string, body?: object];

const Undoable = z.object({ undoUrl: z.string() });

function twenty(email: string): string[] {
  return Array.from({ length: 20 }, (_, i) => `${i}.${email}`);
}

async function expectStatuses(
  expected: readonly (readonly [number, () => Promise<Answer>])[],
): Promise<void> {
  for (const [status, ask] of expected) {
    const answer = await ask();
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  }
}
