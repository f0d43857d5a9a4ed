import { readRecord } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import { presentContact } from "../present/contact.ts";
import type { AppEnv } from "../request/app-env.ts";
import { contentLocation } from "../request/content-location.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/contacts/{idOrEmail}` */
export function getContact({ db }: Services): Handler<AppEnv, "/api/contacts/:idOrEmail"> {
  return async (c) => {
    const { teamId } = c.get("key");
    const name = recordNameOf("contact", c.req.param("idOrEmail"));
    const record = name && (await reading(() => readRecord(db, teamId, "contact", name)));
    if (!record) throw notFound("contact");
    return reply(c, 200, presentContact(record), contentLocation("/api/contacts", name, record));
  };
}
