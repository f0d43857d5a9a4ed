import { CreateKeyAnswer, CreateKeyRequest, Scope } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentKey } from "../present/api-key.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { EXPECTED, KEY } from "./sample.ts";

const { name, scopes, rateLimit } = KEY;
const CREATED = json(CreateKeyAnswer, {
  success: true,
  data: { ...KEY, key: "ofk_7Qx2 and 30 characters more" },
});

export const createKeyRoute = defineRoute({
  method: "POST",
  path: "/api/keys",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "createKey",
  summary: "Make an API key",
  description:
    "The key itself is in this answer and nowhere else. Scopes: `ingest` posts single contacts and companies, " +
    "`upload` posts files of them, `clear` lets what is posted empty fields, `identify` lets it give further e-mails " +
    "and URLs to records that are there, `read` reads everything but keys, `admin` does everything. Without `read` a " +
    "key sees its own jobs only, and in answers what it gave: no other value of a record, and no other record. " +
    "Without `admin` it cancels and retries its own jobs only.",
  request: { body: json(CreateKeyRequest, { name, scopes, rateLimit }) },
  answers: { 201: answer("The key, shown this once.", CREATED) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "413", "415"],
  async handle(c, services) {
    const owner = c.get("key");
    const { userId = owner.userId, ...rest } = parseRequest(
      CreateKeyRequest,
      await readBody(c, services.limits),
      {
        ...EXPECTED,
        userId: "the id of a member of the team",
        scopes: `a list of at least one of ${Scope.options.join(", ")}`,
      },
    );
    const created = await administering(() =>
      createKey(services.db, { ...rest, teamId: owner.teamId, userId }),
    );
    const data = { ...presentKey(created), key: created.key };
    return reply(c, 201, { success: true, data } satisfies CreateKeyAnswer);
  },
});
