import { Hono } from "hono";
import { authenticate } from "./auth/authenticate.ts";
import { answerErrors, answerNotFound } from "./errors/answer-errors.ts";
import type { AppEnv } from "./request/app-env.ts";
import { requestLog } from "./request/request-log.ts";
import { getCompany } from "./routes/get-company.ts";
import { getContact } from "./routes/get-contact.ts";
import { getFields } from "./routes/get-fields.ts";
import { getJob } from "./routes/get-job.ts";
import { getTeam } from "./routes/get-team.ts";
import { livez } from "./routes/livez.ts";
import { openapi } from "./routes/openapi.ts";
import { postCompany } from "./routes/post-company.ts";
import { postContact } from "./routes/post-contact.ts";
import { postField } from "./routes/post-field.ts";
import { readyz } from "./routes/readyz.ts";
import type { Services } from "./services.ts";

/** Every route of the API (API.md). */
export function createApp(services: Services): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(requestLog(services.log));
  app.onError(answerErrors(services.log));
  app.notFound(answerNotFound(app));

  app.get("/livez", livez);
  app.get("/readyz", readyz(services));
  app.get("/openapi.json", openapi);

  app.use("/api/*", authenticate(services.keys));

  app.post("/api/contacts", postContact(services));
  app.get("/api/contacts/:idOrEmail", getContact(services));

  app.post("/api/companies", postCompany(services));
  app.get("/api/companies/:idOrDomain", getCompany(services));

  app.get("/api/fields", getFields(services));
  app.post("/api/fields", postField(services));

  app.get("/api/team", getTeam(services));

  app.get("/api/jobs/:id", getJob(services));

  return app;
}
