import type { Handler } from "hono";
import { acceptUpsert } from "../accept-upsert.ts";
import type { AppEnv } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { parseContact } from "../validate/contact.ts";

/** `POST /api/contacts` */
export function postContact(services: Services): Handler<AppEnv> {
  return (c) => acceptUpsert(c, services, { entity: "contact", parse: parseContact });
}
