import type { DeleteContactAnswer } from "@onefold/contract";
import { deleteRecord } from "@onefold/records";
import type { Handler } from "hono";
import { operate } from "../operate.ts";
import type { AppEnv } from "../request/app-env.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `DELETE /api/contacts/{idOrEmail}`: erases it, with what tells of it (docs/erasure.md). */
export function deleteContact(services: Services): Handler<AppEnv, "/api/contacts/:idOrEmail"> {
  return async (c) => {
    knownQuery(c, []);
    const name = recordNameOf("contact", c.req.param("idOrEmail"));
    if (!name) throw notFound("contact");
    const request = { entity: "contact", name, force: false } as const;
    const { outcome, headers } = await operate(c, services, (operation) =>
      deleteRecord(services.slow.of(c), operation, request),
    );
    if (outcome.kind !== "deleted") throw notFound("contact");
    const { recordId, erasing } = outcome;
    const answer: DeleteContactAnswer = {
      success: true,
      deletedContactId: recordId,
      ...(erasing && { erasing }),
    };
    return reply(c, 200, answer, headers);
  };
}
