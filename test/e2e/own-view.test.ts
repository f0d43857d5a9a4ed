import type { Scope } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { beforeAll, describe, expect, test } from "vitest";
import { basic, refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";

/** What a key sees and does that neither reads nor administers: its own jobs, and in them what it gave. */
const stack = useStack();

const LINKEDIN = "https://www.linkedin.com/in/jane-secret";
const OTHER = { email: "john@example.com", linkedinUrl: "https://www.linkedin.com/in/john-secret" };

interface Known {
  readonly team: TestTeam;
  readonly contactId: string;
  /** What must not be in any answer to a key that doesn't read: values and ids of the team. */
  readonly secrets: readonly string[];
}

/** A team with a contact of which the key knows but one e-mail, and another one. */
async function known(): Promise<Known> {
  const team = await stack().newTeam();
  const acme = (await team.company({ name: "Acme secret", domain: "acme-secret.example" })).body.data;
  const other = (await team.contact({ ...OTHER, firstName: "John secret" })).body.data;
  const jane = (
    await team.contact({
      email: "jane@example.com",
      linkedinUrl: LINKEDIN,
      additionalEmails: ["jane.secret@example.com"],
      firstName: "Jane secret",
      phone: "+1 secret",
      jobTitle: "CTO secret",
      companyId: acme._id,
      source: "crm secret",
    })
  ).body.data;
  await team.post(`/api/v2/unsubscribes/contacts/${jane._id}`, {});
  return { team, contactId: jane._id, secrets: ["secret", acme._id, other._id, team.userId] };
}

async function keyOf({ teamId, userId }: TestTeam, ...scopes: readonly Scope[]): Promise<Client> {
  const { key } = await createKey(stack().db, { teamId, userId, name: scopes.join(), scopes });
  return stack().clientWith(key);
}

function expectNothingOf(secrets: readonly string[], answer: unknown): void {
  const text = JSON.stringify(answer);
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toContain('"unsubscribed":true');
}

const jobOf = (body: unknown): { id: string; url: string } => Object(body).job;

/** The job at its end, its results in each form, and the list: all ways to read of it. */
async function readAll(client: Client, id: string): Promise<unknown[]> {
  const bodies: unknown[] = [await client.job(id, 20)];
  for (const query of ["", "?format=ndjson", "?format=csv", "?outcome=rejected&format=csv"])
    bodies.push((await client.get(`/api/jobs/${id}/results${query}`)).body);
  bodies.push((await client.get("/api/jobs")).body);
  const events = await client.get(`/api/jobs/${id}/events`);
  bodies.push(events.body);
  return bodies;
}

const BODIES = [
  { email: "jane@example.com", firstName: "Mallory", jobTitle: "CEO" },
  { email: "jane@example.com", firstName: "Mallory", observedAt: "2000-01-01T00:00:00.000Z" },
  { email: "jane@example.com", linkedinUrl: "https://www.linkedin.com/in/mallory" },
  { email: "jane@example.com", additionalEmails: ["mallory@example.com", "john@example.com"] },
  { email: "jane@example.com", contactOwner: "nobody@example.com", companyDomain: "nothing.example" },
  { email: "john@example.com", additionalEmails: ["jane@example.com"], phone: "1" },
  { email: "fresh@example.com", additionalEmails: ["jane@example.com"], phone: "1" },
] as const;

describe("whatever a key posts that only gives, no way to an answer tells it more than it gave", () => {
  test.each(BODIES.map((body) => [JSON.stringify(body), body] as const))("%s", async (_, body) => {
    const { team, contactId, secrets } = await known();
    const client = await keyOf(team, "ingest", "upload", "identify");
    const before = await team.readContact(contactId);
    const post = (query = "", headers = {}) => client.post(`/api/contacts${query}`, body, { headers });
    const once = { "Idempotency-Key": "mine" };
    const waited = await post("", once);
    const repeated = await post("", once);
    expect(repeated.headers.get("idempotent-replayed")).toBe("true");
    const later = await post("", { Prefer: "respond-async" });
    const strict = await post("?onConflict=strict");
    refused(await post("?dryRun=true"), 403, "FORBIDDEN");
    refused(await post("?onConflict=merge"), 403, "FORBIDDEN");
    const batch = await client.request("POST", "/api/contacts/batch", {
      raw: JSON.stringify([body, body]),
      headers: { "Content-Type": "application/json" },
    });
    expect(batch.status).toBe(202);
    const answers: unknown[] = [waited.body, repeated.body, strict.body, batch.body];
    for (const answer of [waited, later])
      answers.push(await client.job(jobOf(answer.body).id, 20), await readSingle(client, answer.body));
    answers.push(...(await readAll(client, jobOf(batch.body).id)));
    const isJane = body.email === "jane@example.com";
    // The other contact is the one that it reaches, or its own user made the record.
    expectNothingOf(isJane ? secrets : ["secret"], answers);
    if (!isJane) return;
    // The flags and what it gave are there.
    expect(waited.body).toMatchObject({
      success: true,
      data: { _id: contactId, created: false, emails: [] },
    });
    // Neither of its owner, nor its way to be found.
    const after = await team.readContact(contactId);
    expect(after.ownerId).toBe(before.ownerId);
  });

  async function readSingle(client: Client, body: unknown): Promise<unknown> {
    const { id } = jobOf(body);
    const forms = ["", "?format=ndjson", "?format=csv"];
    return await Promise.all(
      forms.map(async (form) => (await client.get(`/api/jobs/${id}/results${form}`)).body),
    );
  }

  test("what it gave is answered, with the flags", async () => {
    const { team, contactId } = await known();
    const client = await keyOf(team, "ingest");
    const body = { email: "jane@example.com", firstName: "Mallory", companyDomain: "acme-secret.example" };
    expect((await client.contact(body)).body).toMatchObject({
      data: {
        _id: contactId,
        fields: { firstName: "Mallory" },
        created: false,
        updated: true,
        outcome: "updated",
        matchedBy: "email",
        changes: { firstName: { to: "Mallory" } },
        companyLinked: true,
      },
    });
    const created = await client.contact({ email: "new@example.com", firstName: "New" });
    expect(created).toMatchObject({
      status: 201,
      body: {
        data: { emails: [{ value: "new@example.com" }], fields: { firstName: "New" }, unsubscribed: false },
      },
    });
  });
});

test("a key without `identify` gives a record that is there no identifier, and merges none by the team's default", async () => {
  const { team, contactId } = await known();
  await team.request("PATCH", "/api/team", { body: { onConflict: "merge" } });
  const before = await team.readContact(contactId);
  const [ingest, identify] = [await keyOf(team, "ingest"), await keyOf(team, "ingest", "identify")];
  const mallory = {
    email: "mallory@example.com",
    linkedinUrl: LINKEDIN,
    additionalEmails: ["m@example.com"],
  };
  const { body } = await ingest.contact(mallory);
  expect(body.fieldRejections).toEqual([
    { field: "email", reason: "scope", rejectedValue: "mallory@example.com" },
    { field: "additionalEmails", reason: "scope", rejectedValue: "m@example.com" },
  ]);
  // An alias of its own doesn't become the primary one by it.
  await ingest.contact({ email: "jane.secret@example.com" });
  const clash = { email: "jane@example.com", linkedinUrl: OTHER.linkedinUrl };
  expect((await ingest.contact(clash)).body.fieldRejections).toEqual([
    { field: "linkedinUrl", reason: "duplicate", rejectedValue: OTHER.linkedinUrl },
  ]);
  expect(await team.readContact(contactId)).toEqual(before);
  // What it makes has all that it gives.
  const made = { email: "fresh@example.com", additionalEmails: ["fresh2@example.com"] };
  expect((await ingest.contact(made)).body.fieldRejections).toEqual([]);
  await identify.contact(mallory);
  expect((await team.readContact(contactId)).emails.map(({ value }) => value)).toContain(
    "mallory@example.com",
  );
});

test("clearFields takes a scope of its own, in a body and in a row", async () => {
  const { team, contactId } = await known();
  const client = await keyOf(team, "ingest", "upload");
  const body = { email: "jane@example.com", clearFields: ["phone"] };
  expect(refused(await client.post("/api/contacts", body), 403, "FORBIDDEN").error.details).toMatchObject([
    { path: "clearFields", code: "FORBIDDEN" },
  ]);
  const batch = await client.request("POST", "/api/contacts/batch", {
    raw: JSON.stringify([body, { ...body, clearFields: [] }]),
    headers: { "Content-Type": "application/json" },
  });
  const { id } = jobOf(batch.body);
  expect(await client.job(id, 20)).toMatchObject({ counts: { rejected: 1, unmodified: 1 } });
  expect((await team.readContact(contactId)).fields["phone"]).toBe("+1 secret");
  await (await keyOf(team, "ingest", "clear")).contact(body);
  expect((await team.readContact(contactId)).fields).not.toHaveProperty("phone");
});

describe("a key sees the jobs of its own alone", () => {
  let team: TestTeam;
  let own: Client;
  let reader: Client;
  let jobs: Record<string, { id: string; by: Client }>;
  beforeAll(async () => {
    team = await stack().newTeam();
    const scopes = ["ingest", "upload"] as const;
    own = await keyOf(team, ...scopes);
    reader = await keyOf(team, ...scopes, "read");
    const second = await keyOf(team, ...scopes);
    jobs = {};
    for (const [name, by] of Object.entries({ admin: team, second, own })) {
      const single = await by.contact({ email: `${name}@example.com` });
      jobs[`${name} single`] = { id: single.body.job.id, by };
      const batch = await by.request("POST", "/api/contacts/batch", {
        raw: JSON.stringify([{ email: `${name}-row@example.com` }, { email: "wrong" }]),
        headers: { "Content-Type": "application/json" },
      });
      jobs[`${name} batch`] = { id: jobOf(batch.body).id, by };
      await by.job(jobOf(batch.body).id, 20);
    }
  });

  const READS = ["", "?wait=1", "/results", "/results?format=ndjson", "/results?format=csv", "/events"];

  test.each(["admin single", "admin batch", "second single", "second batch"])("%s is 404", async (name) => {
    const { id = "" } = jobs[name] ?? {};
    for (const read of READS) refused(await own.get(`/api/jobs/${id}${read}`), 404, "NOT_FOUND");
    for (const step of ["cancel", "retry"]) {
      refused(await own.post(`/api/jobs/${id}/${step}`, undefined), 404, "NOT_FOUND");
      // One that reads sees it, and doesn't steer it.
      refused(await reader.post(`/api/jobs/${id}/${step}`, undefined), 403, "FORBIDDEN");
    }
    expect((await reader.get(`/api/jobs/${id}`)).status).toBe(200);
  });

  test("also one that isn't applied yet, and one with its owner's mark changed or cut off", async () => {
    await stack().stopWorker();
    try {
      const queued = (await team.acceptedContact({ email: "queued@example.com" })).body.job.id;
      const mine = (await own.acceptedContact({ email: "mine@example.com" })).body.job.id;
      refused(await own.get(`/api/jobs/${queued}`), 404, "NOT_FOUND");
      refused(await own.get(`/api/jobs/${queued}${mine.slice(34)}`), 404, "NOT_FOUND");
      refused(await own.get(`/api/jobs/${mine.slice(0, 34)}`), 404, "NOT_FOUND");
      expect(await own.job(mine)).toMatchObject({ id: mine, status: "queued" });
      expect(await team.job(mine)).toMatchObject({ id: mine, status: "queued" });
    } finally {
      await stack().startWorker();
    }
  });

  test("its own it reads, lists, and retries", async () => {
    const { id = "" } = jobs["own batch"] ?? {};
    for (const read of READS) expect((await own.get(`/api/jobs/${id}${read}`)).status).toBe(200);
    const ids = async (client: Client) =>
      Object((await client.get("/api/jobs")).body).data.map((job: { id: string }) => job.id);
    expect(await ids(own)).toEqual([id]);
    expect(await ids(reader)).toHaveLength(3);
    const retried = await own.post(`/api/jobs/${id}/retry`, undefined);
    expect(retried.status).toBe(202);
    expect((await own.get(`/api/jobs/${jobOf(retried.body).id}`)).status).toBe(200);
  });

  test("by an Idempotency-Key too, before and after the other", async () => {
    const headers = { "Idempotency-Key": "order-1" };
    const body = { email: "order@example.com" };
    const theirs = (await team.contact(body, { headers })).body.job.id;
    const mine = await own.contact(body, { headers });
    expect(mine.body.job.id).not.toBe(theirs);
    expect(mine.headers.get("idempotent-replayed")).toBeNull();
    const taken = { "Idempotency-Key": "order-2" };
    await own.contact(body, { headers: taken });
    expect((await team.contact({ email: "else@example.com" }, { headers: taken })).status).toBe(201);
  });
});

test("a rotated key stays the key that its jobs are of", async () => {
  const team = await stack().newTeam();
  const { teamId, userId } = team;
  const made = await createKey(stack().db, { teamId, userId, name: "form", scopes: ["ingest"] });
  const { id } = (await stack().clientWith(made.key).contact({ email: "jane@example.com" })).body.job;
  const { body } = await team.post(`/api/keys/${made.keyId}/rotate`, { overlapHours: 0 });
  expect((await stack().clientWith(Object(body).data.key).job(id)).status).toBe("completed");
});

test("every route of jobs answers a key without the owner's mark as it answers anybody", async () => {
  const { team } = await known();
  const client = await keyOf(team, "ingest", "upload");
  const document: unknown = await (await fetch(`${stack().api.url}/openapi.json`)).json();
  const paths = Object.keys(Object(document).paths);
  const routes = paths.filter((path) => path.startsWith("/api/jobs/{id}"));
  expect(routes.length).toBeGreaterThanOrEqual(5);
  const { id } = (await team.contact({ email: "x@example.com" })).body.job;
  for (const route of routes) {
    const method = /cancel|retry/.test(route) ? "POST" : "GET";
    const response = await fetch(`${stack().api.url}${route.replace("{id}", id)}`, {
      method,
      headers: { Authorization: basic("", team.key) },
    });
    expect(response.status).not.toBe(404);
    refused(await client.request(method, route.replace("{id}", id)), 404, "NOT_FOUND");
  }
});
