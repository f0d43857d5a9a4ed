import type { Entity } from "@onefold/contract";
import type { Handler } from "hono";
import { acceptBatch } from "../batch/accept-batch.ts";
import type { AppEnv } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { parseCompany } from "../validate/company.ts";
import { parseContact } from "../validate/contact.ts";

/** `POST /api/contacts/batch` and `POST /api/companies/batch` */
export function postBatch(services: Services, entity: Entity): Handler<AppEnv> {
  const parse = entity === "contact" ? parseContact : parseCompany;
  return (c) => acceptBatch(c, services, { entity, parse });
}
