import type { RecordSnapshot } from "@onefold/contract";

/** A made-up person, whom a test of a webhook tells of. */
export const TEST_CONTACT: RecordSnapshot = {
  recordId: "ctc_00000000000000000",
  teamId: "tea_00000000000000000",
  fields: { firstName: "Jane", lastName: "Doe", jobTitle: "CEO" },
  identifiers: { email: ["jane.doe@example.com"] },
  ownerId: "usr_00000000000000000",
  source: "api",
  createdAt: Date.parse("2026-11-28T12:00:00Z"),
  createdBy: "usr_00000000000000000",
  updatedAt: Date.parse("2026-11-28T12:00:00Z"),
};
