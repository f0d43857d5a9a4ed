import type { DeleteCompanyAnswer } from "@onefold/contract";
import { deleteRecord } from "@onefold/records";
import type { Handler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { operate } from "../operate.ts";
import type { AppEnv } from "../request/app-env.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `DELETE /api/companies/{idOrDomain}`; with `?force=true` also one that contacts are linked to. */
export function deleteCompany(services: Services): Handler<AppEnv, "/api/companies/:idOrDomain"> {
  return async (c) => {
    knownQuery(c, ["force"]);
    const force = queryChoice(c, "force", ["true", "false"]) === "true";
    const name = recordNameOf("company", c.req.param("idOrDomain"));
    if (!name) throw notFound("company");
    const request = { entity: "company", name, force } as const;
    const { outcome, headers } = await operate(c, services, (operation) =>
      deleteRecord(services.slow.of(c), operation, request),
    );
    if (outcome.kind === "not-found") throw notFound("company");
    if (outcome.kind === "has-contacts") throw hasContacts(outcome.contactCount);
    const { recordId, erasing } = outcome;
    const answer: DeleteCompanyAnswer = {
      success: true,
      deletedCompanyId: recordId,
      ...(erasing && { erasing }),
    };
    return reply(c, 200, answer, headers);
  };
}

function hasContacts(contactCount: number): ApiError {
  const contacts = contactCount === 1 ? "1 contact is" : `${contactCount} contacts are`;
  return new ApiError(
    "COMPANY_HAS_CONTACTS",
    `${contacts} linked to this company: unlink them first, or delete it with force=true, which unlinks them.`,
    { extra: { contactCount } },
  );
}
