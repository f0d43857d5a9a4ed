import { readRecord } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import { presentCompany } from "../present/company.ts";
import type { AppEnv } from "../request/app-env.ts";
import { contentLocation } from "../request/content-location.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/companies/{idOrDomain}` */
export function getCompany({ db }: Services): Handler<AppEnv, "/api/companies/:idOrDomain"> {
  return async (c) => {
    const { teamId } = c.get("key");
    const name = recordNameOf("company", c.req.param("idOrDomain"));
    const record = name && (await reading(() => readRecord(db, teamId, "company", name)));
    if (!record) throw notFound("company");
    return reply(c, 200, presentCompany(record), contentLocation("/api/companies", name, record));
  };
}
