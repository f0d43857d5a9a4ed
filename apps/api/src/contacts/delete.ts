import { DeleteContactAnswer } from "@onefold/contract";
import { deleteRecord } from "@onefold/records";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";
import { operate, OPERATION_HEADERS } from "../operate.ts";
import { recordParameter } from "../records/words.ts";
import { REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";

const DELETED = json(DeleteContactAnswer, { success: true, deletedContactId: SAMPLE.contactId });

/** Erases a contact and what tells of it (docs/erasure.md). */
export const deleteContactRoute = defineRoute({
  method: "DELETE",
  path: "/api/contacts/:idOrEmail",
  scopes: ADMIN_ONLY,
  operationId: "deleteContact",
  summary: "Erase a contact",
  description:
    "Its identifiers and what is personal in its jobs' results are erased too; what was accepted before " +
    "doesn't bring it back.",
  request: { params: recordParameter("contact"), headers: OPERATION_HEADERS },
  answers: { 200: answer("Erased.", DELETED, REPLAYED_HEADER) },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "IDEMPOTENCY_KEY_REUSED"],
  async handle(c, services) {
    knownQuery(c, {});
    const name = recordNameOf("contact", c.req.param("idOrEmail"));
    if (!name) throw notFound("contact");
    const request = { entity: "contact", name, force: false } as const;
    const { outcome, headers } = await operate(c, services, (operation) =>
      deleteRecord(services.slow.of(c), operation, request),
    );
    if (outcome.kind !== "deleted") throw notFound("contact");
    const { recordId, erasing } = outcome;
    const body: DeleteContactAnswer = {
      success: true,
      deletedContactId: recordId,
      ...(erasing && { erasing }),
    };
    return reply(c, 200, body, headers);
  },
});
