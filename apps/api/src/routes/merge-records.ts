import type { Entity, ErrorDetail } from "@onefold/contract";
import { mergeRecords } from "@onefold/records";
import type { MergeOutcome } from "@onefold/records";
import type { Handler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { operate } from "../operate.ts";
import { presentMerge } from "../present/merge.ts";
import type { AppEnv } from "../request/app-env.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { parseBody, readBytes } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { parseMerge, repeated } from "../validate/merge-request.ts";
import { validationError } from "../validate/validation-error.ts";

/** `POST /api/contacts/merge` and `POST /api/companies/merge`; with `?dryRun=true` nothing is written. */
export function mergeRoute(services: Services, entity: Entity): Handler<AppEnv> {
  return async (c) => {
    knownQuery(c, ["dryRun"]);
    const dryRun = queryChoice(c, "dryRun", ["true", "false"]) === "true";
    const body = await readBytes(c, services.limits);
    const names = parseMerge(entity, parseBody(body));
    const { outcome, jobId, headers } = await operate(
      c,
      services,
      (operation) => mergeRecords(services.slow.of(c), operation, { entity, ...names, dryRun }),
      { body, dryRun },
    );
    if (outcome.kind !== "merged") throw refusal(entity, outcome);
    return reply(c, 200, presentMerge(entity, outcome, dryRun ? undefined : jobId), headers);
  };
}

type Refused = Exclude<MergeOutcome, { kind: "merged" }>;

function refusal(entity: Entity, outcome: Refused): ApiError {
  if (outcome.kind === "not-found") return missing(entity, outcome.missing);
  if (outcome.kind === "too-large") return tooLarge(entity, outcome);
  if (outcome.kind === "too-long") return tooLong(entity, outcome);
  return validationError(outcome.repeated.map((index) => repeated(pathOf(index))));
}

/** Another team's record is missing like one that nobody has. */
function missing(entity: Entity, indexes: readonly number[]): ApiError {
  const details = indexes
    .toSorted((a, b) => a - b)
    .map((index): ErrorDetail => {
      const path = pathOf(index);
      return { path, code: "NOT_FOUND", message: `${path} names no ${entity}.` };
    });
  const paths = details.map(({ path }) => path).join(", ");
  return new ApiError("NOT_FOUND", `There is no such ${entity}: ${paths}. Nothing was merged.`, { details });
}

/** As `MergeOutcome` counts: -1 is the primary. */
function pathOf(index: number): string {
  return index < 0 ? "primaryId" : `secondaryIds[${index}]`;
}

const WORDS = {
  email: "e-mails",
  domain: "domains",
  linkedin: "LinkedIn URLs",
  salesNav: "Sales Navigator URLs",
};

function tooLarge(
  entity: Entity,
  { identifiers, count, max }: Extract<Refused, { kind: "too-large" }>,
): ApiError {
  const words = WORDS[identifiers];
  return new ApiError(
    "MERGE_TOO_LARGE",
    `Together they have ${count} ${words}, and a ${entity} can have ${max}. Nothing was merged.`,
  );
}

function tooLong(entity: Entity, { count, max }: Extract<Refused, { kind: "too-long" }>): ApiError {
  return new ApiError(
    "MERGE_TOO_LARGE",
    `Together their fields take ${count} characters, and a ${entity} can hold ${max}. Nothing was merged.`,
  );
}
