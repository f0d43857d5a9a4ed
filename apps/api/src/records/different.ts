import {
  DifferentCompaniesAnswer,
  DifferentCompaniesRequest,
  DifferentContactsAnswer,
  DifferentContactsRequest,
  ENTITIES,
} from "@onefold/contract";
import type { Entity, ErrorCode, ErrorDetail } from "@onefold/contract";
import { setDifferent } from "@onefold/records";
import type { RecordName } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { writing } from "../errors/writing.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import { newOperation } from "../request/new-operation.ts";
import { knownQuery } from "../request/query.ts";
import { parseBody, readBytes } from "../request/read-body.ts";
import { recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { validationError } from "../validate/validation-error.ts";

const REQUESTS = {
  contact: json(DifferentContactsRequest, { ids: [SAMPLE.contactId, SAMPLE.otherContactId] }),
  company: json(DifferentCompaniesRequest, { ids: [SAMPLE.companyId, SAMPLE.otherCompanyId] }),
};
const NOTED = {
  contact: (different: boolean) =>
    json(DifferentContactsAnswer, {
      success: true,
      different,
      ids: [SAMPLE.contactId, SAMPLE.otherContactId],
    }),
  company: (different: boolean) =>
    json(DifferentCompaniesAnswer, {
      success: true,
      different,
      ids: [SAMPLE.companyId, SAMPLE.otherCompanyId],
    }),
};

/** Makes the two routes: POST notes that two records are different, and DELETE takes the note back. */
export function differentRoute(entity: Entity, method: "POST" | "DELETE"): Route {
  const { many, Many } = ENTITIES[entity].words;
  const different = method === "POST";
  return defineRoute({
    method,
    path: `/api/${many}/different`,
    scopes: ADMIN_ONLY,
    operationId: `${different ? "note" : "forget"}Different${Many}`,
    summary: different ? `Note that ${many} are different` : `Take it back that ${many} are different`,
    description: different
      ? "Each is another one than each of the others: no upsert merges them from then on, and one that names two of " +
        "them says so in its warnings. Merging them by hand is possible. An undo notes the same."
      : "Upserts may merge them again. A request that finds no note answers the same.",
    request: { body: REQUESTS[entity] },
    answers: { 200: answer(different ? "Noted." : "Taken back.", NOTED[entity](different)) },
    errors: ["INVALID_REQUEST", ENTITIES[entity].codes.invalidId, "INVALID_JSON", "NOT_FOUND", "413", "415"],
    async handle(c, services) {
      knownQuery(c, {});
      const body = parseBody(await readBytes(c, services.limits));
      const { ids } = parseRequest(DifferentContactsRequest, body, {
        ids: `an array of 2 to 10 names of ${many}`,
      });
      const request = { entity, names: namesOf(entity, ids), different };
      const outcome = await writing(() =>
        setDifferent(services.slow.of(c), newOperation(c, services), request),
      );
      if (outcome.kind === "not-found") throw refused("NOT_FOUND", outcome.missing, `names no ${entity}`);
      if (outcome.kind === "same")
        throw refused("INVALID_REQUEST", outcome.repeated, `names a ${entity} that is named before`);
      return reply(c, 200, { success: true, different, ids: [...outcome.recordIds] });
    },
  });
}

function namesOf(entity: Entity, ids: readonly string[]): RecordName[] {
  const { names } = ENTITIES[entity].words;
  const problems: ErrorDetail[] = [];
  const found = ids.flatMap((id, index) => {
    const name = recordNameOf(entity, id.trim());
    const path = `ids[${index}]`;
    if (!name)
      problems.push({
        path,
        code: ENTITIES[entity].codes.invalidId,
        message: `${path} is neither an id nor one of the ${names}.`,
      });
    return name ?? [];
  });
  if (problems.length > 0) throw validationError(problems);
  return found;
}

function refused(code: ErrorCode, indexes: readonly number[], what: string): ApiError {
  const details = indexes.map((index): ErrorDetail => {
    const path = `ids[${index}]`;
    return { path, code, message: `${path} ${what}.` };
  });
  return new ApiError(code, `${details[0]?.message ?? ""} Nothing was noted.`, { details });
}
