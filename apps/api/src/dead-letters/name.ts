import type { ItemRef } from "@onefold/contract";
import { z } from "zod";
import { pathParameter } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import type { AppContext } from "../request/app-env.ts";
import { readJobId } from "../request/read-job-id.ts";
import { notFound } from "../request/record-name.ts";
import type { Services } from "../services.ts";

export const LETTER_PARAMETERS = {
  id: pathParameter("Of the job.", SAMPLE.jobId),
  row: z.string().meta({ description: "Of the job; 0 for a single request.", param: { example: "0" } }),
};

/** The routes of one dead letter. */
export const LETTER_PATH = "/api/dead-letters/:id/:row";

const MAX_ROW = 2_147_483_647;

/** @throws ApiError NOT_FOUND, JOB_EXPIRED */
export function readLetterName(c: AppContext, services: Services): ItemRef {
  const ref = readJobId(c, services, c.req.param("id") ?? "");
  const row = c.req.param("row") ?? "";
  if (!/^(0|-?[1-9]\d{0,9})$/.test(row) || Math.abs(Number(row)) > MAX_ROW) throw noLetter();
  c.set("jobId", ref.jobId);
  return { ...ref, row: Number(row) };
}

/** Also of one that was replayed, dropped or erased meanwhile. */
export function noLetter() {
  return notFound("dead letter, or it is none any more: the results of its job say what became of it");
}
