import { randomUUID } from "node:crypto";
import type { HonoRequest } from "hono";
import type { Author } from "../ceiling/build-items.ts";
import { identifiersOf } from "../rows.ts";
import type { Row } from "../rows.ts";
import type { Upsert } from "./upsert.ts";

type Body = Omit<Row, "fields"> & Row["fields"];

/** Reads requests, names each and gives it a clock. It neither authenticates nor validates, which flatters it. */
export function createUpsertReader({ teamId, userId }: Author): (request: HonoRequest) => Promise<Upsert> {
  let clock = 0;
  return async (request) => {
    const { companyDomain, ...fields } = await request.json<Body>();
    const acceptedAt = Date.now();
    clock = Math.max(clock + 1, acceptedAt * 1_000);
    return {
      teamId,
      userId,
      jobId: `job_${randomUUID()}`,
      acceptedAt,
      clock,
      identifiers: identifiersOf(fields),
      ...(companyDomain !== undefined && { companyDomain }),
      fields,
    };
  };
}
