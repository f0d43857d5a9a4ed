import type { Applied, RejectionReason } from "@onefold/contract";
import { visibleResult } from "@onefold/present";
import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { presentJob } from "./job.ts";
import { presentJobResult } from "./job-result.ts";
import { presentPreview, presentUpsert } from "./upsert.ts";

const OWN = { scopes: ["ingest", "upload", "clear", "identify"] } as const;
const READER = { scopes: ["ingest", "read"] } as const;

const FIELDS = ["firstName", "lastName", "phone", "jobTitle", "score"];
/** Each value of the team's own has this text in it, so that it can be looked for in an answer. */
const secret = (what: string) => `SECRET-${what}`;
const secretId = (prefix: string) => `${prefix}_SECRET${"0".repeat(11)}`;

/** Makes what an upsert of some fields can come to. Each field was given or not, and was refused or not. */
const applied = fc
  .record({
    outcome: fc.constantFrom("created", "updated", "unmodified"),
    given: fc.uniqueArray(fc.constantFrom(...FIELDS)),
    refused: fc.uniqueArray(fc.constantFrom(...FIELDS, "email", "linkedinUrl", "companyDomain")),
    reason: fc.constantFrom<RejectionReason>("duplicate", "stale", "limit", "scope"),
    prefix: fc.constantFrom("ctc", "cpn"),
    isOld: fc.boolean(),
  })
  .map(({ outcome, given, refused, reason, prefix, isOld }): Applied => {
    const isNew = outcome === "created";
    const stands = (name: string) => given.includes(name) && !refused.includes(name);
    const names = isNew ? FIELDS.filter(stands) : FIELDS;
    const other = (what: string) => (isNew ? `own-${what}` : secret(what));
    return {
      outcome,
      matchedBy: "email",
      mergedIds: [secretId(prefix)],
      // A receipt of an earlier version doesn't say what was given.
      ...(!isOld && !isNew && { given: [...given, "companyId"] }),
      changes: {
        ...Object.fromEntries(given.filter(stands).map((name) => [name, { from: secret(name), to: "own" }])),
        email: { from: secret("email"), to: secret("email") },
        companyId: { to: secretId("cpn") },
        ownerId: { from: secretId("usr"), to: secretId("usr") },
      },
      warnings: [],
      fieldRejections: refused.map((field) => ({
        field,
        reason,
        rejectedValue: "own",
        conflictingRecordId: secretId(prefix),
      })),
      record: {
        recordId: `${prefix}_0123456789abcdefG`,
        teamId: "tea_0123456789abcdefG",
        fields: Object.fromEntries(names.map((name) => [name, stands(name) ? "own" : secret(name)])),
        identifiers: {
          email: [other("email"), other("alias")],
          linkedin: [other("url")],
          domain: [other("domain")],
        },
        ownerId: secretId("usr"),
        companyId: secretId("cpn"),
        jobs: [
          { companyId: secretId("cpn"), fields: { jobTitle: secret("jobTitle") }, current: true, since: 0 },
        ],
        source: other("source"),
        createdAt: 0,
        createdBy: isNew ? "usr_0123456789abcdefG" : secretId("usr"),
        updatedAt: 0,
        ...(!isNew && { unsubscribed: true as const }),
      },
    };
  });

const job = { id: `job_${"0".repeat(30)}`, acceptedAt: 0 };
const ref = { teamId: "tea_0123456789abcdefG", jobId: job.id, row: 0, acceptedAt: 0 };

test("no answer tells a key that doesn't read what it didn't give, or of another record", () => {
  fc.assert(
    fc.property(applied, (result) => {
      const receipt = { ref, clock: 1, result, finishedAt: 5 };
      const row = { row: 0, clock: 1, result, finishedAt: 5 };
      const answers = [
        presentUpsert(OWN, receipt).body,
        presentPreview(OWN, result).body,
        presentJob(OWN, job, receipt),
        presentJobResult(OWN, "job_1", row),
      ];
      for (const answer of answers) {
        expect(JSON.stringify(answer)).not.toContain("SECRET");
        if (result.outcome !== "created") expect(JSON.stringify(answer)).not.toContain("unsubscribed");
      }
      // The key is told what it gave and what stands, if the receipt says that.
      const { body } = presentUpsert(OWN, receipt);
      const isRefused = (name: string) => result.fieldRejections.some(({ field }) => field === name);
      const own = (result.given ?? []).filter((name) => FIELDS.includes(name) && !isRefused(name));
      if (result.outcome !== "created")
        expect(body).toMatchObject({
          data: {
            _id: result.record.recordId,
            fields: Object.fromEntries(own.map((name) => [name, "own"])),
            outcome: result.outcome,
          },
        });
      expect(JSON.stringify(presentUpsert(READER, receipt).body)).toContain("SECRET");
    }),
  );
});

test("which identifiers clash is told, and not with which records", () => {
  const result = {
    outcome: "rejected",
    code: "IDENTITY_CONFLICT",
    message: "Several records.",
    details: [{ path: "email", code: "IDENTITY_CONFLICT", message: `email belongs to ${secretId("ctc")}.` }],
  } as const;
  const receipt = { ref, clock: 1, result: { ...result, details: [...result.details] }, finishedAt: 5 };
  const { body } = presentUpsert(OWN, receipt);
  expect(body).toMatchObject({
    error: { details: [{ path: "email", message: "email belongs to a record." }] },
  });
  expect(JSON.stringify(presentJob(OWN, job, receipt))).not.toContain("SECRET");
  expect(JSON.stringify(presentJob(READER, job, receipt))).toContain("SECRET");
});

test("what a key gave is picked without going through all of it for each field", () => {
  const names = Array.from({ length: 500 }, (_, i) => `field ${i}`);
  const result: Applied = {
    outcome: "updated",
    given: names,
    changes: Object.fromEntries(names.map((name) => [name, { to: "own" }])),
    warnings: [],
    fieldRejections: [],
    record: {
      recordId: "ctc_0123456789abcdefG",
      teamId: "tea_0123456789abcdefG",
      fields: Object.fromEntries(names.map((name) => [name, "own"])),
      identifiers: {},
      ownerId: "usr_0123456789abcdefG",
      source: "api",
      createdAt: 0,
      createdBy: "usr_0123456789abcdefG",
      updatedAt: 0,
    },
  };
  const includes = vi.spyOn(Array.prototype, "includes");
  try {
    const shown = visibleResult(OWN, result);
    expect(shown).toMatchObject({ changes: result.changes, record: { fields: result.record.fields } });
    const looks = includes.mock.contexts.reduce<number>(
      (sum, list) => sum + (Array.isArray(list) ? list.length : 0),
      0,
    );
    expect(looks).toBeLessThan(3 * names.length);
  } finally {
    includes.mockRestore();
  }
});
