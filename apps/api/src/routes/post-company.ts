import type { Handler } from "hono";
import { acceptUpsert } from "../accept-upsert.ts";
import type { AppEnv } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { parseCompany } from "../validate/company.ts";

/** `POST /api/companies` */
export function postCompany(services: Services): Handler<AppEnv> {
  return (c) => acceptUpsert(c, services, { entity: "company", parse: parseCompany });
}
