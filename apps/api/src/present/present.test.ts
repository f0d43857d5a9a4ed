import { StoredResult } from "@onefold/contract";
import type { ItemResult, RecordSnapshot } from "@onefold/contract";
import { presentCompany, presentContact } from "@onefold/present";
import type { StoredReceipt } from "@onefold/records";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { createApp, ROUTES } from "../app.ts";
import { openapiDocument } from "../openapi/document.ts";
import type { Services } from "../services.ts";
import { presentAccepted } from "./accepted.ts";
import { presentJob } from "./job.ts";
import { toldClock } from "./told-clock.ts";
import { presentUpsert } from "./upsert.ts";

const ADMIN = { scopes: ["admin"] } as const;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(JSON.parse(JSON.stringify({ $id: "onefold", ...openapiDocument(ROUTES) })));

/** Says what is wrong with an answer by the OpenAPI document. */
function problemsOf(schema: string, answer: unknown): unknown {
  const validate = ajv.getSchema(`onefold#/components/schemas/${schema}`);
  if (!validate) throw new Error(`no schema ${schema}`);
  return validate(JSON.parse(JSON.stringify(answer))) ? [] : validate.errors;
}

const CONTACT: RecordSnapshot = {
  recordId: "ctc_0123456789abcdefG",
  teamId: "tea_0123456789abcdefG",
  fields: { firstName: "Jane", lastName: "Example", score: 3 },
  identifiers: {
    email: ["jane@example.com", "j@example.com"],
    linkedin: ["https://www.linkedin.com/in/jane"],
  },
  ownerId: "usr_0123456789abcdefG",
  companyId: "cpn_0123456789abcdefG",
  source: "api",
  createdAt: Date.UTC(2026, 10, 2),
  createdBy: "usr_0123456789abcdefG",
  updatedAt: Date.UTC(2026, 10, 3),
};
const BARE: RecordSnapshot = {
  recordId: "ctc_0123456789abcdefH",
  teamId: CONTACT.teamId,
  fields: {},
  identifiers: {},
  source: "api",
  createdAt: 0,
  createdBy: CONTACT.createdBy,
  updatedAt: 0,
};
const COMPANY: RecordSnapshot = {
  ...BARE,
  recordId: "cpn_0123456789abcdefG",
  fields: { name: "Example", size: "11-50" },
  identifiers: { domain: ["example.com"], salesNav: ["https://www.linkedin.com/sales/company/1"] },
};
const ref = {
  teamId: CONTACT.teamId,
  jobId: `job_${"0".repeat(30)}`,
  row: 0,
  acceptedAt: Date.UTC(2026, 10, 2),
};

function receipt(result: ItemResult): StoredReceipt {
  return { ref, clock: 1, result, finishedAt: ref.acceptedAt + 5 };
}

const nothing = { changes: {}, warnings: [], fieldRejections: [] };
const RESULTS: Record<string, ItemResult> = {
  created: { outcome: "created", ...nothing, record: CONTACT },
  updated: {
    outcome: "updated",
    matchedBy: "email",
    changes: { jobTitle: { from: "VP", to: "CTO" }, tagline: { from: "x" } },
    warnings: [{ code: "OWNER_NOT_FOUND", field: "contactOwner", message: "No such member." }],
    fieldRejections: [
      { field: "linkedinUrl", reason: "duplicate", rejectedValue: "x", conflictingRecordId: BARE.recordId },
      { field: "firstName", reason: "stale" },
    ],
    record: CONTACT,
  },
  unmodified: { outcome: "unmodified", ...nothing, record: BARE },
  company: { outcome: "created", ...nothing, record: COMPANY },
  merged: {
    outcome: "updated",
    action: "merge",
    mergedIds: [BARE.recordId],
    ...nothing,
    record: { ...CONTACT, unsubscribed: true },
  },
  rejected: {
    outcome: "rejected",
    code: "IDENTITY_CONFLICT",
    message: "Two records.",
    details: [{ path: "email", code: "IDENTITY_CONFLICT", message: "ctc_1" }],
  },
};

describe("by the OpenAPI document", () => {
  test.each(Object.keys(RESULTS))("%s", (name) => {
    const result = RESULTS[name];
    if (!result) throw new Error(name);
    const { body } = presentUpsert(ADMIN, receipt(result));
    const schema =
      name === "rejected" ? "ErrorBody" : name === "company" ? "UpsertCompanyAnswer" : "UpsertContactAnswer";
    expect(problemsOf(schema, body)).toEqual([]);
    expect(
      problemsOf("Job", presentJob(ADMIN, { id: ref.jobId, acceptedAt: ref.acceptedAt }, receipt(result))),
    ).toEqual([]);
    expect(JSON.stringify(body)).not.toContain("null");
  });

  test("records, and what is still queued", () => {
    expect(problemsOf("Contact", presentContact(CONTACT))).toEqual([]);
    expect(problemsOf("Contact", presentContact(BARE))).toEqual([]);
    expect(problemsOf("Company", presentCompany(COMPANY))).toEqual([]);
    expect(problemsOf("AcceptedAnswer", presentAccepted(ref, 12.4))).toEqual([]);
    expect(
      problemsOf("Job", presentJob(ADMIN, { id: ref.jobId, acceptedAt: ref.acceptedAt }, undefined)),
    ).toEqual([]);
  });

  test("every route that the app answers is in it, but for the pages that lead to it", () => {
    const paths: Record<string, object> = openapiDocument(ROUTES).paths ?? {};
    // The app gets no request, so it needs no services.
    const services: Services = Object.assign(Object.create(null), { limits: {}, corsOrigins: [] });
    const routes = createApp(services).routes.filter(
      ({ method, path }) => method !== "ALL" && !(method === "GET" && /^\/(?:$|docs|console)/.test(path)),
    );
    expect(routes.length).toBeGreaterThan(10);
    for (const { method, path } of routes)
      expect(paths[path.replace(/:(\w+)(?:\{[^}]*\})?/g, "{$1}")]).toHaveProperty(method.toLowerCase());
  });
});

test("a created contact has no `updated`, others have, an unmodified one too", () => {
  const dataOf = (name: string) => presentUpsert(ADMIN, receipt(RESULTS[name] ?? expect.fail())).body;
  expect(dataOf("created")).toMatchObject({
    data: { created: true, companyLinked: true, companyId: CONTACT.companyId },
  });
  expect(dataOf("created")).not.toHaveProperty("data.updated");
  expect(dataOf("unmodified")).toMatchObject({
    data: { created: false, updated: true, companyLinked: false },
  });
  expect(dataOf("unmodified")).not.toHaveProperty("data.companyId");
});

test("a clock is told of what was written, also once it is erased", () => {
  const clocks = Object.entries(RESULTS).map(([name, result]) => [name, toldClock(receipt(result))]);
  const written = { clock: 1 };
  expect(Object.fromEntries(clocks)).toEqual({
    created: written,
    updated: written,
    unmodified: written,
    company: written,
    merged: written,
    rejected: {},
  });
  expect(toldClock({ clock: 1, result: { outcome: "erased", applied: "created" } })).toEqual(written);
  const tried = { ...RESULTS["created"], dryRun: true };
  expect(toldClock({ clock: 1, result: StoredResult.parse(tried) })).toEqual({});
});

test("status by outcome and code", () => {
  const statuses = Object.entries(RESULTS).map(([name, result]) => [
    name,
    presentUpsert(ADMIN, receipt(result)).status,
  ]);
  expect(Object.fromEntries(statuses)).toEqual({
    created: 201,
    updated: 200,
    unmodified: 200,
    company: 201,
    merged: 200,
    rejected: 409,
  });
});

test("a rejected job is failed, with the status and body that the POST would have answered", () => {
  const job = presentJob(
    ADMIN,
    { id: ref.jobId, acceptedAt: ref.acceptedAt },
    receipt(RESULTS["rejected"] ?? expect.fail()),
  );
  expect(job).toMatchObject({
    status: "failed",
    httpStatus: 409,
    result: { success: false },
    error: { code: "IDENTITY_CONFLICT" },
    counts: { total: 1, pending: 0, rejected: 1, conflicts: 1 },
  });
});

test("a contact read: one e-mail, all e-mails, the full name", () => {
  expect(presentContact(CONTACT)).toMatchObject({
    email: "jane@example.com",
    emails: [{ value: "jane@example.com" }, { value: "j@example.com" }],
    fullName: "Jane Example",
    campaigns: [],
    createdAt: "2026-11-02T00:00:00.000Z",
  });
});

test("an operation's job says what it did, also once its record is erased", () => {
  const name = { id: ref.jobId, acceptedAt: ref.acceptedAt };
  expect(presentJob(ADMIN, name, receipt(RESULTS["merged"] ?? expect.fail()))).toMatchObject({
    kind: "merge",
    status: "completed",
    httpStatus: 200,
    result: { data: { updated: true, mergedIds: [BARE.recordId], unsubscribed: true } },
  });
  const erased = { outcome: "erased", applied: "updated", action: "merge" } as const;
  const job = presentJob(ADMIN, name, { ref, clock: 1, result: erased, finishedAt: 5 });
  expect(problemsOf("Job", job)).toEqual([]);
  expect(job).toMatchObject({ kind: "merge", status: "completed", erased: true, counts: { updated: 1 } });
  expect(job).not.toHaveProperty("result");
});
