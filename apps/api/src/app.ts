import { Hono } from "hono";
import { authenticate } from "./auth/authenticate.ts";
import { checkRouteScopes } from "./auth/require-scope.ts";
import { answerErrors, answerNotFound } from "./errors/answer-errors.ts";
import { measureAnswers } from "./metrics/measure-answers.ts";
import { limitRate } from "./rate-limit/limit-rate.ts";
import type { AppEnv } from "./request/app-env.ts";
import { requireRightTime } from "./request/require-right-time.ts";
import { requestLog } from "./request/request-log.ts";
import { deleteContactEmail, putPrimaryEmail } from "./routes/contact-email.ts";
import { cancelJobRoute } from "./routes/cancel-job.ts";
import { deleteCompany } from "./routes/delete-company.ts";
import { deleteContact } from "./routes/delete-contact.ts";
import { deleteFieldRoute } from "./routes/delete-field.ts";
import { deleteKey } from "./routes/delete-key.ts";
import { docs } from "./routes/docs.ts";
import { getCompany } from "./routes/get-company.ts";
import { exportRoute } from "./routes/export-records.ts";
import { getContact } from "./routes/get-contact.ts";
import { getFields } from "./routes/get-fields.ts";
import { getHistory } from "./routes/get-history.ts";
import { getJobEvents } from "./routes/get-job-events.ts";
import { getJobResults } from "./routes/get-job-results.ts";
import { getJob } from "./routes/get-job.ts";
import { getKeys } from "./routes/get-keys.ts";
import { getSubscription } from "./routes/get-subscription.ts";
import { getTeam } from "./routes/get-team.ts";
import { getUser } from "./routes/get-user.ts";
import { listJobsRoute } from "./routes/list-jobs.ts";
import { listRoute } from "./routes/list-records.ts";
import { livez } from "./routes/livez.ts";
import { metrics } from "./routes/metrics.ts";
import { mergeRoute } from "./routes/merge-records.ts";
import { openapi } from "./routes/openapi.ts";
import { patchMember } from "./routes/patch-member.ts";
import { patchTeam } from "./routes/patch-team.ts";
import { postBatch } from "./routes/post-batch.ts";
import { postCompany } from "./routes/post-company.ts";
import { postContact } from "./routes/post-contact.ts";
import { postField } from "./routes/post-field.ts";
import { postKey } from "./routes/post-key.ts";
import { postMember } from "./routes/post-member.ts";
import { putSubscription } from "./routes/put-subscription.ts";
import { readyz } from "./routes/readyz.ts";
import { retryJobRoute } from "./routes/retry-job.ts";
import { rotateKeyRoute } from "./routes/rotate-key.ts";
import { undoMergeRoute } from "./routes/undo-merge.ts";
import type { Services } from "./services.ts";

/** Every route of the API (API.md). */
export function createApp(services: Services): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(requestLog(services.log));
  app.use(measureAnswers(services.metrics));
  app.onError(answerErrors(services.log));
  app.notFound(answerNotFound(app));

  app.get("/livez", livez);
  app.get("/readyz", readyz(services));
  app.get("/metrics", metrics(services));
  app.get("/openapi.json", openapi);
  app.on("GET", ["/docs", "/docs/", "/docs/:file"], docs());

  app.use("/api/*", authenticate(services.keys));
  app.use("/api/*", limitRate(services));
  app.use("/api/*", requireRightTime(services));

  app.post("/api/contacts", postContact(services));
  app.post("/api/contacts/batch", postBatch(services, "contact"));
  app.post("/api/contacts/merge", mergeRoute(services, "contact"));
  app.post("/api/contacts/merge/:jobId/undo", undoMergeRoute(services, "contact"));
  app.get("/api/contacts", listRoute(services, "contact"));
  app.get("/api/contacts/export", exportRoute(services, "contact"));
  app.get("/api/contacts/:idOrEmail", getContact(services));
  app.get("/api/contacts/:idOrEmail/history", getHistory(services, "contact"));
  app.delete("/api/contacts/:idOrEmail", deleteContact(services));
  app.delete("/api/contacts/:idOrEmail/emails/:email", deleteContactEmail(services));
  app.put("/api/contacts/:idOrEmail/emails/:email/primary", putPrimaryEmail(services));
  app.post("/api/contacts/:idOrEmail/emails/:email/primary", putPrimaryEmail(services));
  app.get("/api/v2/unsubscribes/contacts/:contactId", getSubscription(services));
  app.post("/api/v2/unsubscribes/contacts/:contactId", putSubscription(services, true));
  app.delete("/api/v2/unsubscribes/contacts/:contactId", putSubscription(services, false));

  app.post("/api/companies", postCompany(services));
  app.post("/api/companies/batch", postBatch(services, "company"));
  app.post("/api/companies/merge", mergeRoute(services, "company"));
  app.post("/api/companies/merge/:jobId/undo", undoMergeRoute(services, "company"));
  app.get("/api/companies", listRoute(services, "company"));
  app.get("/api/companies/export", exportRoute(services, "company"));
  app.get("/api/companies/:idOrDomain", getCompany(services));
  app.get("/api/companies/:idOrDomain/history", getHistory(services, "company"));
  app.delete("/api/companies/:idOrDomain", deleteCompany(services));

  app.get("/api/fields", getFields(services));
  app.post("/api/fields", postField(services));
  app.delete("/api/fields/:entity/:name", deleteFieldRoute(services));

  app.get("/api/team", getTeam(services));
  app.patch("/api/team", patchTeam(services));
  app.post("/api/team/members", postMember(services));
  app.patch("/api/team/members/:userId", patchMember(services));
  app.get("/api/users/:id", getUser(services));

  app.get("/api/keys", getKeys(services));
  app.post("/api/keys", postKey(services));
  app.delete("/api/keys/:id", deleteKey(services));
  app.post("/api/keys/:id/rotate", rotateKeyRoute(services));

  app.get("/api/jobs", listJobsRoute(services));
  app.get("/api/jobs/:id", getJob(services));
  app.get("/api/jobs/:id/results", getJobResults(services));
  app.get("/api/jobs/:id/events", getJobEvents(services));
  app.post("/api/jobs/:id/cancel", cancelJobRoute(services));
  app.post("/api/jobs/:id/retry", retryJobRoute(services));

  checkRouteScopes(app);
  return app;
}
