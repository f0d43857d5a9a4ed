import { DeleteCompanyAnswer } from "@onefold/contract";
import { deleteRecord } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import { operate, OPERATION_HEADERS } from "../operate.ts";
import { recordParameter } from "../records/words.ts";
import { REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { flag, knownQuery, queryFlag } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";

const QUERY = { force: flag("`true`: unlinks its contacts.").meta({ param: { example: "true" } }) };
const DELETED = json(DeleteCompanyAnswer, { success: true, deletedCompanyId: SAMPLE.companyId });

export const deleteCompanyRoute = defineRoute({
  method: "DELETE",
  path: "/api/companies/:idOrDomain",
  scopes: ADMIN_ONLY,
  operationId: "deleteCompany",
  summary: "Erase a company",
  description: "One that contacts are linked to is erased with `force=true` only.",
  request: { params: recordParameter("company"), query: QUERY, headers: OPERATION_HEADERS },
  answers: { 200: answer("Erased.", DELETED, REPLAYED_HEADER) },
  errors: ["INVALID_REQUEST", "COMPANY_HAS_CONTACTS", "NOT_FOUND", "IDEMPOTENCY_KEY_REUSED"],
  async handle(c, services) {
    knownQuery(c, QUERY);
    const force = queryFlag(c, "force");
    const name = recordNameOf("company", c.req.param("idOrDomain"));
    if (!name) throw notFound("company");
    const request = { entity: "company", name, force } as const;
    const { outcome, headers } = await operate(c, services, (operation) =>
      deleteRecord(services.slow.of(c), operation, request),
    );
    if (outcome.kind === "not-found") throw notFound("company");
    if (outcome.kind === "has-contacts") throw hasContacts(outcome.contactCount);
    const { recordId, unlinked, erasing } = outcome;
    const body: DeleteCompanyAnswer = {
      success: true,
      deletedCompanyId: recordId,
      ...(force && unlinked !== undefined && { unlinkedContacts: unlinked }),
      ...(erasing && { erasing }),
    };
    return reply(c, 200, body, headers);
  },
});

function hasContacts(contactCount: number): ApiError {
  const contacts = contactCount === 1 ? "1 contact is" : `${contactCount} contacts are`;
  return new ApiError(
    "COMPANY_HAS_CONTACTS",
    `${contacts} linked to this company: unlink them first, or delete it with force=true, which unlinks them.`,
    { extra: { contactCount } },
  );
}
